import CentreModel
import CivilTime
import Forecasting
import Foundation
import History
import Tables

/// A week ahead from the origins of the shared protocol: ours, and every peer that Python has, in one run on
/// the same rows.
///
/// Errors are pooled over all intervals of all origins: WAPE, the same of day totals, bias; the share within
/// the 80 and 95 % bounds; CPU seconds of one origin. Peers that need a regular grid get missing days filled
/// from the same weekday of the week before; those that know holidays get the calendar.
func benchForecastPeers() async throws {
  let protocolFile = "\(sharedFolder)/data/splits.json"
  guard let data = FileManager.default.contents(atPath: protocolFile),
    let splits = try JSONSerialization.jsonObject(with: data) as? [String: [String: Any]]
  else {
    print("\(protocolFile) is absent: nothing to compare on")
    return
  }
  let said = linesOfPython(peerModules, []) ?? []
  for line in said where line.hasPrefix("-") { print(line.dropFirst(2)) }
  let peers = said.filter { !$0.hasPrefix("-") }
  if peers.isEmpty { print("no peer in Python: ours alone") }
  for (name, split) in splits.sorted(by: { $0.key < $1.key }) {
    var table = TextTable([
      .left("\(name), a week ahead"), .right("WAPE %"), .right("day WAPE %"), .right("bias %"),
      .right("in 80 %"), .right("in 95 %"), .right("CPU an origin"),
    ])
    guard let own = try await ownScores(split) else { continue }
    for cells in own { table.row(cells) }
    for peer in peers {
      let lines = linesOfPython(peerRun, [sharedFolder + "/data", name, peer]) ?? []
      guard let line = lines.last, case let cells = line.split(separator: ",").map(String.init),
        cells.count == 7
      else {
        table.row([peer, "failed", "", "", "", "", ""])
        continue
      }
      table.row(cells)
    }
    print(table.text())
  }
}

/// Our scores and those of the plain averages.
private func ownScores(_ split: [String: Any]) async throws -> [[String]]? {
  guard let file = split["file"] as? String, let start = split["train_start"] as? String,
    let first = CivilDate(String(start.prefix(10))),
    let list = split["origins"] as? [[String: String]]
  else { return nil }
  let path = "\(sharedFolder)/data/\(file)"
  guard FileManager.default.fileExists(atPath: path) else { return nil }
  let zone = try ZoneDatabase.system.zone("America/New_York")
  // The electricity series has no holidays of this calendar.
  let calendar = try HolidayCalendar(path: "\(sharedFolder)/data/holidays.csv").calendar("US")
  var setting = ForecastSetting(
    zone: zone, asOf: zone.startOfDay(first), from: first, days: 7, trainFrom: first)
  setting.namedDays = file.hasPrefix("taylor") ? [] : calendar.holidays.map(NamedDay.init)
  let origins = list.compactMap { $0["origin"].flatMap { CivilDate(String($0.prefix(10))) } }
    .map(zone.startOfDay)
  guard
    let history = try HistoryFile.read(path: path, HistoryReading(zone: zone)).queues.first
  else { return nil }
  let prepared = setting
  var scores: BacktestScores?
  let spent = try await measure {
    scores = try await Backtest.run(history, origins: origins, setting: prepared).scores
  }
  guard let scores else { return nil }
  return scores.lines.enumerated().map { k, line in
    let bounds = [line.coverage80, line.coverage95].map { $0.map { fixed($0, 1) } ?? "" }
    return [
      line.name, fixed(line.wape, 2), fixed(line.dayWAPE, 2),
      line.bias.map { fixed($0, 2) } ?? "",
    ] + bounds + [k == 0 ? show(spent.cpu / Double(origins.count)) : ""]
  }
}

/// Names the peers that are installed, one a line; what is not, after a hyphen.
private let peerModules = """
  import importlib.util as u
  for name,module in (('MSTL','statsforecast'),('Prophet','prophet'),('LightGBM','lightgbm')):
      print(name if u.find_spec(module) and u.find_spec('numpy') and u.find_spec('pandas')
            else '- %s: the Python module %s is not installed'%(name,module))
  """

/// One peer on one series: prints `name,WAPE,day WAPE,bias,in 80,in 95,CPU seconds an origin`.
private let peerRun = """
  import sys,json,time,warnings,logging
  warnings.filterwarnings('ignore'); logging.disable(logging.CRITICAL)
  import numpy as np,pandas as pd
  data,name,peer=sys.argv[1:4]
  split=json.load(open(data+'/splits.json'))[name]
  y=pd.read_csv(data+'/'+split['file'],parse_dates=['timestamp']).set_index('timestamp')['calls'].astype(float)
  y=y[y.index>=split['train_start']]
  hol=pd.read_csv(data+'/holidays.csv',parse_dates=['date'])
  hol=set(hol[hol.calendar=='US'].date) if not name.startswith('taylor') else set()
  minutes=split['interval_min']; slots=sorted(set((y.index-y.index.normalize()).total_seconds()))
  weekdays=sorted(set(y.index.dayofweek)); S=len(slots); week=S*len(weekdays)
  def grid(a,b):
      days=[d for d in pd.date_range(a,b,inclusive='left') if d.dayofweek in weekdays]
      return pd.DatetimeIndex([d+pd.Timedelta(seconds=s) for d in days for s in slots])
  def filled(v,t):
      v=v.reindex(t); x=v.to_numpy().copy()
      for i in range(len(x)):
          if np.isnan(x[i]): x[i]=x[i-week] if i>=week else np.nanmean(x[:week])
      return x
  def mstl(train,t):
      from statsforecast import StatsForecast
      from statsforecast.models import MSTL
      g=grid(train.index[0].normalize(),t[0].normalize())
      m=MSTL(season_length=[S,week]); r=m.forecast(y=filled(train,g),h=len(t),level=[80,95])
      return [np.asarray(r[k]) for k in ('mean','lo-80','hi-80','lo-95','hi-95')]
  def prophet(train,t):
      from prophet import Prophet
      out={}
      h=pd.DataFrame({'ds':sorted(hol),'holiday':'holiday','lower_window':-1,'upper_window':3}) if hol else None
      f=pd.DataFrame({'ds':t})
      for width in (0.8,0.95):
          np.random.seed(1)
          m=Prophet(interval_width=width,holidays=h,seasonality_mode='multiplicative',yearly_seasonality=False,
                    uncertainty_samples=300)
          m.add_seasonality('month',30.4375,6)
          m.fit(pd.DataFrame({'ds':train.index,'y':train.to_numpy()}))
          out[width]=m.predict(f)
      return [out[.8].yhat.to_numpy()]+[out[w][c].to_numpy() for w in (.8,.95) for c in ('yhat_lower','yhat_upper')]
  def lightgbm(train,t):
      import lightgbm as lgb
      g=grid(train.index[0].normalize(),t[-1].normalize()+pd.Timedelta(days=1)); n=len(g)-len(t)
      raw=train.reindex(g).to_numpy(); x=filled(train,g[:n]); x=np.concatenate([x,np.full(len(g)-n,np.nan)])
      i=np.arange(len(g)); lag=np.stack([np.where(i>=k*week,x[np.maximum(0,i-k*week)],np.nan) for k in (1,2,3,4)])
      level=pd.Series(x).rolling(week).mean().shift(1).to_numpy(); start=(i//week)*week
      d=g.normalize()
      def flag(k): return np.array([(q+pd.Timedelta(days=k)) in hol for q in d],float)
      X=np.column_stack([*lag,np.nanmean(lag,axis=0),np.nanmedian(lag,axis=0),
          np.where(i>=week,level[np.maximum(0,start)],np.nan),i%S,g.dayofweek,g.day,g.dayofyear,flag(0),flag(-1),flag(-7)])
      use=(i<n)&~np.isnan(raw)&(i>=4*week)
      def fit(**kw):
          m=dict(learning_rate=.03,num_leaves=31,verbose=-1,seed=1,num_threads=2,**kw)
          return lgb.train(m,lgb.Dataset(X[use],raw[use]),400).predict(X[n:])
      return [fit(objective='l2')]+[fit(objective='quantile',alpha=a) for a in (.1,.9,.025,.975)]
  run={'MSTL':mstl,'Prophet':prophet,'LightGBM':lightgbm}[peer]
  e=s=b=n=0.0; days={}; inside=[0,0]; cpu=0.0
  for o in split['origins']:
      a,z=pd.Timestamp(o['origin']),pd.Timestamp(o['end'])
      test=y[(y.index>=a)&(y.index<z)]; t=grid(a,z); c=time.process_time()
      f=[pd.Series(v,index=t).reindex(test.index).clip(lower=0).to_numpy() for v in run(y[y.index<a],t)]
      cpu+=time.process_time()-c; v=test.to_numpy()
      e+=np.abs(v-f[0]).sum(); b+=(f[0]-v).sum(); s+=v.sum(); n+=len(v)
      inside[0]+=((f[1]<=v)&(v<=f[2])).sum(); inside[1]+=((f[3]<=v)&(v<=f[4])).sum()
      for day,err in (test-f[0]).groupby(test.index.normalize()).sum().items():
          days[(a,day)]=days.get((a,day),0)+err
  print('%s,%.2f,%.2f,%.2f,%.1f,%.1f,%.2f s'%(peer,100*e/s,100*sum(abs(x) for x in days.values())/s,100*b/s,
      100*inside[0]/n,100*inside[1]/n,cpu/len(split['origins'])))
  """
