/* Eleven philosophers who take the left fork first, again and again. As a course would write it: see philosophers.ipc. */
#define SEATS 11
#define LEFT _pid
#define RIGHT ((_pid + 1) % SEATS)

bit taken[SEATS];

active [SEATS] proctype Philosopher() {
  do
  :: atomic { !taken[LEFT] -> taken[LEFT] = 1 };
     atomic { !taken[RIGHT] -> taken[RIGHT] = 1 };
     taken[RIGHT] = 0;
     taken[LEFT] = 0
  od
}
