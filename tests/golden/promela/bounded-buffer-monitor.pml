/* Bounded buffer as a monitor
 *
 * Written by `ipcscope export`. A label is a place where another process can come between; an `atomic` is one
 * move. docs/promela.md says how to go on:
 *
 *   spin -a FILE && gcc -O2 -DSAFETY -o pan pan.c && ./pan      every schedule: deadlocks, assertions, checks
 *   spin -DOUTCOMES -a FILE && gcc -O2 -DSAFETY -DPRINTF -o pan pan.c && ./pan -E -A      every outcome
 *
 * check 1: always finishes
 *   spin -DCHECK=1 -a FILE && gcc -O2 -DNOREDUCE -o pan pan.c && ./pan -a -f
 *
 * check 2: always buffer.count <= 2
 *   an assertion; spin -DCHECK=2 for it alone
 */

#ifndef CHECK
#define CHECK 0 /* all, but what is only possible */
#endif
#if CHECK == 0 || CHECK == 2
#define check_2(promise) assert(promise)
#else
#define check_2(promise) skip
#endif
#define pass _pid >= 0 /* waits for nothing and changes nothing; `pan` refuses a `skip` that leads to itself */

#define free 255
byte monitor = free; /* or the number of its holder */
#define notfull 2 /* a condition variable */
#define notempty 3 /* a condition variable */
byte asleep_Producer = 0; /* where it waits to be woken */
byte asleep_Consumer = 0; /* where it waits to be woken */

byte buffer_slots[2] = 0;
int buffer_count = 0;

#define alive 0
#define ended 1
#define faulted 2
byte life_Producer = alive;
byte life_Consumer = alive;

#ifdef OUTCOMES
#ifndef PRINTS
#define PRINTS 64 /* the most values that a process prints */
#endif
#define record(statement) statement
bit over;
chan fail = [0] of { bit };
int said_Consumer[PRINTS]; byte many_Consumer;
#define keep_Consumer(value) assert(many_Consumer < PRINTS); said_Consumer[many_Consumer] = value; many_Consumer++
#define prints_Consumer(value) keep_Consumer(value)
#define promise(holds) if :: holds -> skip :: else -> if :: !over -> over = 1; fail!0 :: else -> skip fi; false fi
#else
#define record(statement) skip
#define promise(holds) assert(holds)
#define prints_Consumer(value) printf("Consumer prints %d\n", value)
#endif

/* line 12: process Producer */
active proctype Producer() {
  byte n; byte round1 = 1; int t3;
  line15: /* lock monitor */
    atomic { monitor == free -> monitor = _pid; };
  line16: /* buffer.count == 2 */
    atomic {
      t3 = buffer_count;
      if
      :: t3 == 2 ->
        goto line17;
      :: else ->
        goto line19;
      fi;
    };
  line17: /* wait notfull with monitor */
    if
    :: atomic { monitor == _pid -> monitor = free; asleep_Producer = notfull; }
    :: atomic { monitor != _pid -> life_Producer = faulted; goto end_over; }
    fi;
  line17_2: /* wait notfull with monitor */
    atomic { asleep_Producer == 0 && monitor == free -> monitor = _pid; goto line16; };
  line19: /* buffer.slots[n % 2] = n */
    atomic { buffer_slots[n % 2] = n; };
  line20: /* buffer.count = buffer.count + 1 */
    atomic { t3 = buffer_count; };
  line20_2: /* buffer.count = buffer.count + 1 */
    atomic { buffer_count = t3 + 1; };
  line21: /* notify notempty */
    if
    :: atomic { asleep_Consumer == notempty -> asleep_Consumer = 0; }
    :: atomic { asleep_Consumer != notempty; }
    fi;
  line22: /* unlock monitor */
    if
    :: atomic {
      monitor == _pid ->
      monitor = free;
      if
      :: round1 < 4 ->
        n = round1;
        round1++;
        goto line15;
      :: else ->
        life_Producer = ended;
        goto end_over;
      fi;
    }
    :: atomic { monitor != _pid -> life_Producer = faulted; goto end_over; }
    fi;
end_over:
  false
}

/* line 26: process Consumer */
active proctype Consumer() {
  byte n; byte item; byte round1 = 1; int t3;
  line28: /* lock monitor */
    atomic { monitor == free -> monitor = _pid; };
  line29: /* buffer.count == 0 */
    atomic {
      t3 = buffer_count;
      if
      :: t3 == 0 ->
        goto line30;
      :: else ->
        goto line32;
      fi;
    };
  line30: /* wait notempty with monitor */
    if
    :: atomic { monitor == _pid -> monitor = free; asleep_Consumer = notempty; }
    :: atomic { monitor != _pid -> life_Consumer = faulted; goto end_over; }
    fi;
  line30_2: /* wait notempty with monitor */
    atomic { asleep_Consumer == 0 && monitor == free -> monitor = _pid; goto line29; };
  line32: /* let item = buffer.slots[n % 2] */
    atomic { item = buffer_slots[n % 2]; };
  line33: /* buffer.count = buffer.count - 1 */
    atomic { t3 = buffer_count; };
  line33_2: /* buffer.count = buffer.count - 1 */
    atomic { buffer_count = t3 - 1; };
  line34: /* notify notfull */
    if
    :: atomic { asleep_Producer == notfull -> asleep_Producer = 0; }
    :: atomic { asleep_Producer != notfull; }
    fi;
  line35: /* unlock monitor */
    if
    :: atomic { monitor == _pid -> monitor = free; }
    :: atomic { monitor != _pid -> life_Consumer = faulted; goto end_over; }
    fi;
  line37: /* assert item == n "each item once, in order" */
    atomic {
      pass;
      promise(item == n);
      prints_Consumer(item);
      if
      :: round1 < 4 ->
        n = round1;
        round1++;
        goto line28;
      :: else ->
        life_Consumer = ended;
        goto end_over;
      fi;
    };
end_over:
  false
}

#if !defined(OUTCOMES) && CHECK == 1
ltl finishes { <> (life_Producer == ended && life_Consumer == ended) }
#endif

/* check always buffer.count <= 2 */
#if CHECK == 0 || CHECK == 2
active proctype check2() {
end_watch:
  atomic { buffer_count > 2 -> check_2(false) }
}
#endif

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
      if :: life_Producer == alive || life_Consumer == alive -> printf("stuck") :: else ->
      if :: life_Producer == faulted || life_Consumer == faulted -> printf("fault") :: else ->
      if :: false -> printf("quiet") :: else ->
      printf("finished") fi fi fi;
    fi;
    printf(" | Consumer: ");
    i_ = 0;
    do
    :: i_ < many_Consumer -> n_ = 1;
      do
      :: n_ > 0 -> tell(said_Consumer[i_]); printf(","); i_++; n_--
      :: else -> break
      od;
      printf(";")
    :: else -> break
    od;
    printf(" | buffer_slots[0] = "); tell(buffer_slots[0]);
    printf(" | buffer_slots[1] = "); tell(buffer_slots[1]);
    printf(" | buffer_count = "); tell(buffer_count);
    printf("\n")
  }
end_over:
  false
}
#endif
