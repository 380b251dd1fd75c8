/* Peterson's algorithm for four, a look at all in one step. As a course would write it: see peterson.ipc. */
#define PROCESSES 4

byte level[PROCESSES];
byte last[3];

active [PROCESSES] proctype P() {
  byte stage, other;
  bit waits;
  do
  :: stage < 3 ->
     level[_pid] = stage + 1;
     last[stage] = _pid;
     do
     :: d_step {
          waits = 0;
          other = 0;
          do
          :: other < PROCESSES ->
             if
             :: other != _pid && level[other] > stage && last[stage] == _pid -> waits = 1
             :: else
             fi;
             other++
          :: else -> break
          od;
          other = 0
        };
        if
        :: waits
        :: else -> break
        fi
     od;
     stage++
  :: else -> break
  od;
  level[_pid] = 0
}
