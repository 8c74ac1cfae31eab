/* The few LAPACK and BLAS routines this project calls, as gfortran exports them.
 *
 * Debian's liblapack-dev ships no C header. The Fortran ABI in force here:
 *   - names are lower case with one underscore;
 *   - every argument is a pointer, matrices are column-major;
 *   - INTEGER is 32 bits (the "LP64" interface: liblapack, libblas, libopenblas; the
 *     64-bit ones are other packages, liblapack64-dev and libopenblas64-dev, never mixed with these);
 *   - for each CHARACTER argument the caller passes its length as a hidden size_t at the end.
 *     C code that leaves those out works by luck, and not with tail calls (gfortran >= 9). */
#ifndef LAPACK_SUBSET_H
#define LAPACK_SUBSET_H
#include <stddef.h>
#include <stdint.h>
typedef int32_t lapack_int;
#define NN _Nonnull
#define IN(T) const T *NN
#define IO(T) T *NN

/* SVD, divide and conquer */
void dgesdd_(IN(char) jobz, IN(lapack_int) m, IN(lapack_int) n, IO(double) a, IN(lapack_int) lda,
             IO(double) s, IO(double) u, IN(lapack_int) ldu, IO(double) vt, IN(lapack_int) ldvt,
             IO(double) work, IN(lapack_int) lwork, IO(lapack_int) iwork, IO(lapack_int) info, size_t jobz_len);
/* least squares: full-rank QR */
void dgels_(IN(char) trans, IN(lapack_int) m, IN(lapack_int) n, IN(lapack_int) nrhs, IO(double) a, IN(lapack_int) lda,
            IO(double) b, IN(lapack_int) ldb, IO(double) work, IN(lapack_int) lwork, IO(lapack_int) info, size_t trans_len);
/* least squares: rank-revealing, by complete orthogonal factorisation */
void dgelsy_(IN(lapack_int) m, IN(lapack_int) n, IN(lapack_int) nrhs, IO(double) a, IN(lapack_int) lda,
             IO(double) b, IN(lapack_int) ldb, IO(lapack_int) jpvt, IN(double) rcond, IO(lapack_int) rank,
             IO(double) work, IN(lapack_int) lwork, IO(lapack_int) info);
/* least squares: minimum norm, by SVD */
void dgelsd_(IN(lapack_int) m, IN(lapack_int) n, IN(lapack_int) nrhs, IO(double) a, IN(lapack_int) lda,
             IO(double) b, IN(lapack_int) ldb, IO(double) s, IN(double) rcond, IO(lapack_int) rank,
             IO(double) work, IN(lapack_int) lwork, IO(lapack_int) iwork, IO(lapack_int) info);
/* Cholesky, and solving with it */
void dpotrf_(IN(char) uplo, IN(lapack_int) n, IO(double) a, IN(lapack_int) lda, IO(lapack_int) info, size_t uplo_len);
void dpotrs_(IN(char) uplo, IN(lapack_int) n, IN(lapack_int) nrhs, IN(double) a, IN(lapack_int) lda,
             IO(double) b, IN(lapack_int) ldb, IO(lapack_int) info, size_t uplo_len);
/* symmetric positive definite, factor and solve at once: dense, banded, tridiagonal */
void dposv_(IN(char) uplo, IN(lapack_int) n, IN(lapack_int) nrhs, IO(double) a, IN(lapack_int) lda,
            IO(double) b, IN(lapack_int) ldb, IO(lapack_int) info, size_t uplo_len);
void dpbsv_(IN(char) uplo, IN(lapack_int) n, IN(lapack_int) kd, IN(lapack_int) nrhs, IO(double) ab,
            IN(lapack_int) ldab, IO(double) b, IN(lapack_int) ldb, IO(lapack_int) info, size_t uplo_len);
void dpttrf_(IN(lapack_int) n, IO(double) d, IO(double) e, IO(lapack_int) info); /* factor only */
/* general tridiagonal, with partial pivoting */
void dgtsv_(IN(lapack_int) n, IN(lapack_int) nrhs, IO(double) dl, IO(double) d, IO(double) du, IO(double) b,
            IN(lapack_int) ldb, IO(lapack_int) info);
/* symmetric eigenproblem, relatively robust representations */
void dsyevr_(IN(char) jobz, IN(char) range, IN(char) uplo, IN(lapack_int) n, IO(double) a, IN(lapack_int) lda,
             IN(double) vl, IN(double) vu, IN(lapack_int) il, IN(lapack_int) iu, IN(double) abstol,
             IO(lapack_int) m, IO(double) w, IO(double) z, IN(lapack_int) ldz, IO(lapack_int) isuppz,
             IO(double) work, IN(lapack_int) lwork, IO(lapack_int) iwork, IN(lapack_int) liwork, IO(lapack_int) info,
             size_t jobz_len, size_t range_len, size_t uplo_len);
void dgemm_(IN(char) ta, IN(char) tb, IN(lapack_int) m, IN(lapack_int) n, IN(lapack_int) k, IN(double) alpha,
            IN(double) a, IN(lapack_int) lda, IN(double) b, IN(lapack_int) ldb, IN(double) beta, IO(double) c,
            IN(lapack_int) ldc, size_t ta_len, size_t tb_len);
/* c := alpha a' a + beta c, one triangle */
void dsyrk_(IN(char) uplo, IN(char) trans, IN(lapack_int) n, IN(lapack_int) k, IN(double) alpha, IN(double) a,
            IN(lapack_int) lda, IN(double) beta, IO(double) c, IN(lapack_int) ldc, size_t uplo_len, size_t trans_len);
void ilaver_(IO(lapack_int) major, IO(lapack_int) minor, IO(lapack_int) patch);
#undef NN
#undef IN
#undef IO
#endif
