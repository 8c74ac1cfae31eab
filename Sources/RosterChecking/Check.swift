internal import CentreModel
