/* Bounded buffer: 2 producers, 2 consumers, room for 3; 60 items each. As a course would write it: see bounded-buffer.ipc. */
#define ITEMS 60

chan buffer = [3] of { byte };

active [2] proctype Producer() {
  byte n;
  do
  :: n < ITEMS -> buffer!n; n++
  :: else -> break
  od
}

active [2] proctype Consumer() {
  byte taken, item;
  do
  :: taken < ITEMS -> buffer?item; taken++
  :: else -> break
  od
}
