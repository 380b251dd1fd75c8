/* A lost update
 *
 * Written by `ipcscope export`. A label is a place where another process can come between; an `atomic` is one
 * move. docs/promela.md says how to go on:
 *
 *   spin -a FILE && gcc -O2 -DSAFETY -o pan pan.c && ./pan      every schedule: deadlocks, assertions, checks
 *   spin -DOUTCOMES -a FILE && gcc -O2 -DSAFETY -DPRINTF -o pan pan.c && ./pan -E -A      every outcome
 *
 * check 1: never print 1 expect violated
 *   an assertion; spin -DCHECK=1 for it alone
 *
 * check 2: possible print 2
 *   spin -DCHECK=2: the assertion fails where it comes about
 *
 * check 3: never deadlock
 *   an invalid end state breaks it
 */

#ifndef CHECK
#define CHECK 0 /* all, but what is only possible */
#endif
#if CHECK == 0 || CHECK == 1
#define check_1(promise) assert(promise)
#else
#define check_1(promise) skip
#endif
#if CHECK == 2
#define check_2(promise) assert(promise)
#else
#define check_2(promise) skip
#endif
#define pass _pid >= 0 /* waits for nothing and changes nothing; `pan` refuses a `skip` that leads to itself */

byte done = 0;

int hall_visitors = 0;

#define alive 0
#define ended 1
#define faulted 2
#ifdef OUTCOMES
byte life_East = alive;
byte life_West = alive;
byte life_Guard = alive;
#endif

#ifdef OUTCOMES
#ifndef PRINTS
#define PRINTS 64 /* the most values that a process prints */
#endif
#define record(statement) statement
bit over;
chan fail = [0] of { bit };
int said_Guard[PRINTS]; byte many_Guard;
#define keep_Guard(value) assert(many_Guard < PRINTS); said_Guard[many_Guard] = value; many_Guard++
#define prints_Guard(value) keep_Guard(value)
#define promise(holds) if :: holds -> skip :: else -> if :: !over -> over = 1; fail!0 :: else -> skip fi; false fi
#else
#define record(statement) skip
#define promise(holds) assert(holds)
#define prints_Guard(value) printf("Guard prints %d\n", value)
#endif

/* line 9: process East */
active proctype East() {
  int t1;
  line10: /* hall.visitors = hall.visitors + 1 */
    atomic { t1 = hall_visitors; };
  line10_2: /* hall.visitors = hall.visitors + 1 */
    atomic { hall_visitors = t1 + 1; };
  line11: /* signal done */
    atomic { done++; record(life_East = ended); goto end_over; };
end_over:
  false
}

/* line 14: process West */
active proctype West() {
  int t1;
  line15: /* hall.visitors = hall.visitors + 1 */
    atomic { t1 = hall_visitors; };
  line15_2: /* hall.visitors = hall.visitors + 1 */
    atomic { hall_visitors = t1 + 1; };
  line16: /* signal done */
    atomic { done++; record(life_West = ended); goto end_over; };
end_over:
  false
}

/* line 19: process Guard */
active proctype Guard() {
  int t1;
  line20: /* wait done */
    atomic { done > 0 -> done--; };
  line21: /* wait done */
    atomic { done > 0 -> done--; };
  line22: /* print hall.visitors */
    atomic {
      t1 = hall_visitors;
      check_1(t1 != 1);
      check_2(t1 != 2);
      prints_Guard(t1);
      record(life_Guard = ended);
      goto end_over;
    };
end_over:
  false
}

#ifdef OUTCOMES
inline tell(value) {
  if
  :: value == 0 -> printf("0")
  :: else -> printf("%d", value)
  fi
}

active proctype Outcome() {
  byte i_, n_;
end_watch:
  atomic {
    if
    :: fail?_ -> printf("outcome assertion")
    :: timeout && !over -> printf("outcome ");
      if :: life_East == alive || life_West == alive || life_Guard == alive -> printf("stuck") :: else ->
      if :: life_East == faulted || life_West == faulted || life_Guard == faulted -> printf("fault") :: else ->
      if :: false -> printf("quiet") :: else ->
      printf("finished") fi fi fi;
    fi;
    printf(" | Guard: ");
    i_ = 0;
    do
    :: i_ < many_Guard -> n_ = 1;
      do
      :: n_ > 0 -> tell(said_Guard[i_]); printf(","); i_++; n_--
      :: else -> break
      od;
      printf(";")
    :: else -> break
    od;
    printf(" | hall_visitors = "); tell(hall_visitors);
    printf("\n")
  }
end_over:
  false
}
#endif
