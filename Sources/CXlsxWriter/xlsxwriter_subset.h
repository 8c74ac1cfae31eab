// The system's libxlsxwriter, of which only the writing of cells, formats and colours is used.
#include <xlsxwriter.h>
