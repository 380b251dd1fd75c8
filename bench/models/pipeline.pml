/* A pipeline of eight stages, each channel with one sender and one receiver, who say so: what SPIN's reduction asks for.
 * As a course would write it: see pipeline.ipc. */
#define ITEMS 12

chan a = [2] of { int };
chan b = [2] of { int };
chan c = [2] of { int };
chan d = [2] of { int };
chan e = [2] of { int };
chan f = [2] of { int };
chan g = [2] of { int };

#define STAGE(name, from, to, value) \
  active proctype name() { \
    xr from; xs to; \
    byte round; int n; \
    do \
    :: round < ITEMS -> from?n; to!(value); round++ \
    :: else -> break \
    od \
  }

active proctype Source() {
  xs a;
  int n;
  do
  :: n < ITEMS -> a!(n * 1000); n++
  :: else -> break
  od
}

STAGE(Square, a, b, n * 3)
STAGE(Add, b, c, n + 7)
STAGE(Double, c, d, n * 2)
STAGE(Halve, d, e, n / 2)
STAGE(Shift, e, f, n + 5000)
STAGE(Round, f, g, n - 9)

active proctype Sink() {
  xr g;
  byte round;
  int n, sum;
  do
  :: round < ITEMS -> g?n; sum = sum + n; round++
  :: else -> break
  od
}
