#!/usr/bin/env python3
"""An executable model of the log's rules for one partition (docs/design.md, "Five rules"; docs/decisions/0005 and 0016).

It appends random records under few keys: events, producers' retries, other content under a known id, garbage, unexplained
nulls, erasures, decisions; healing headers and decisions that somebody forged, records that somebody copied from the log, or
from the log of another ledger with the same key. A ledger may be one of an older version, whose healing headers have no seal
and whose decisions are sealed with the empty key; then the log has a mark: before it that is believed, from it on it is not.
The healer answers, and then it checks that

  1. the live state is that of the whole log, of the compacted log with and without tombstones, and of a log compacted up to
     any point;
  2. no forged record changes the state, and no two keys have the same sequence;
  3. the healer is quiet: it appends once for each record that asked for it, at most;
  4. an upgrade changes nothing: the state that the older version had is the state after it;
  5. a copy of the log (other offsets, the same headers) has the same content under every key, and settles, too.

    log_rules.py [SEEDS]      prints the number of counterexamples and the shortest ones; exit 1 if there are any

Found with it: (1) a healing copy must win over whatever is under its key, because compaction may have left the conflicting
record alone before it; (2) only a healing copy settles a pending healing, a producer's retry does not; (3) what is believed
only because it is old must be appended again, sealed, or a copy of the log loses it; (4) a decision that was sealed with the
empty key must be believed in a sealed healing copy after the mark, or the healer never comes to an end.
"""
import random
import sys
from collections import namedtuple

# kind: event | garbage | null | erasure.  place: the sequence in a healing header.  seal: what that header's seal was made of,
# None if it has none.  signed: whose seal a decision has: new | empty | forged; None if it is none.  ours: a tombstone of ours.
# attested: what the gateway's header was made of, None if it has none. A content that ends in " by ..." says who recorded it.
Record = namedtuple("Record", "key kind content place seal signed ours attested", defaults=(None, None, None, False, None))


ATTESTED = ("c", "first c by ann")  # the one record that comes through the gateway of somebody it knows


def names_recorder(content):
    return " by " in content


def attested(key, content):
    return Record(key, "event", content, attested=(key, content))


def sealed(log, key, kind, content, place, signed):
    return Record(key, kind, content, place, (log, key, content, place), signed)


class State:
    """What the views hold. `log` names the log, `mark` is the first offset from which nothing is believed for its age."""

    def __init__(self, log, mark, older=False):
        self.log, self.mark, self.older = log, mark, older
        self.records, self.erased = {}, set()   # key -> (content, sequence, signed); keys erased for good

    def place(self, offset, r):
        """Where a record goes: (sequence, whether it heals, whether that is believed for its age only); None if forged."""
        if r.place is None:
            return offset, False, False
        if self.older or (r.seal is None and offset < self.mark):
            if not 0 <= r.place < offset:
                return None
            taken = any(s == r.place for k, (_, s, _) in self.records.items() if k != r.key)
            return (offset if taken and not self.older else r.place), True, not self.older
        if r.seal is None or r.seal[1:] != (r.key, r.content, r.place):
            return None
        if r.seal[0] != self.log:
            return offset, True, False          # a copy of another log: its content is vouched for, its place is not here
        return (r.place, True, False) if r.place < offset else None

    def apply(self, offset, r):
        """The one apply. Returns a verdict (applied, erased, rejected) and what is to be healed (settle, mend, None)."""
        if r.kind == "null":
            return ("erased", "settle") if r.ours else ("rejected", "mend")
        place = self.place(offset, r) if r.kind != "garbage" else None
        if place is None:
            return "rejected", "mend"
        sequence, heals, by_age = place
        if r.signed == "forged":
            return "rejected", "mend"
        if names_recorder(r.content) and r.attested != (r.key, r.content) and not (heals and not by_age):
            return "rejected", "mend"           # nobody who can vouch for it says who recorded it
        if r.signed == "empty" and not self.older:
            if not heals and offset >= self.mark:
                return "rejected", "mend"
            by_age = by_age or not heals
        if r.key in self.erased:
            return "rejected", "mend"
        known = self.records.get(r.key)
        if not heals and known and known[0] != r.content:
            return "rejected", "mend"           # a conflict: the first content stays
        self.records[r.key] = (r.content, sequence, r.signed)
        if r.kind == "erasure":
            self.erased.add(r.content)
            self.records.pop(r.content, None)
        return "applied", "mend" if by_age else "settle" if heals else None

    def view(self):
        return dict(self.records), set(self.erased)


class Ledger:
    def __init__(self, name, mark=0, older=False, log=()):
        self.name, self.older = name, older
        self.log, self.read, self.pending, self.asked, self.healed = list(log), 0, set(), 0, 0
        self.state = State(name, mark, older)
        self.broken = None

    def append(self, record):
        self.log.append((len(self.log), record))

    def process(self):
        while self.read < len(self.log):
            offset, r = self.log[self.read]
            self.read += 1
            if r is None:
                continue
            before = self.state.view()
            verdict, healing = self.state.apply(offset, r)
            if verdict != "applied" and self.state.view() != before:
                self.broken = f"a record that is not applied changes the state: {r}"
            sequences = [s for _, s, _ in self.state.records.values()]
            if not self.older and len(set(sequences)) != len(sequences):
                self.broken = f"two keys have one sequence after {r}"
            if healing == "mend":
                self.pending.add(r.key)
                self.asked += 1
            elif healing == "settle":
                self.pending.discard(r.key)
            if verdict == "applied" and r.kind == "erasure":
                self.pending.add(r.content)     # until a tombstone of ours follows
                self.asked += 1

    def heal(self):
        """Caught up with the end: append what compaction would otherwise lose, or a tombstone for what is erased."""
        for _ in range(10):
            self.process()
            if not self.pending:
                return
            for key in sorted(self.pending):
                if key in self.state.erased:
                    self.append(Record(key, "null", "", ours=True))
                elif key in self.state.records:
                    content, place, signed = self.state.records[key]
                    kind = "erasure" if key.startswith("E") else "event"
                    self.append(
                        Record(key, kind, content, place, None, signed)
                        if self.older
                        else sealed(self.name, key, kind, content, place, signed))
                else:
                    continue
                self.healed += 1
            self.pending.clear()
        raise AssertionError("healing does not settle")


def compact(log):
    newest = {r.key: offset for offset, r in log}
    return [(offset, r) for offset, r in log if newest[r.key] == offset]


def replay(name, mark, log):
    state = State(name, mark)
    for offset, r in log:
        state.apply(offset, r)
    return state.view()


def honest(rnd, ledger, signs):
    """What producers, faults and the guard append."""
    key, x = rnd.choice("abc"), rnd.random()
    if x < 0.45:
        attests = key == ATTESTED[0] and not ledger.older
        ledger.append(attested(*ATTESTED) if attests else Record(key, "event", "first " + key))
    elif x < 0.58:
        ledger.append(Record(key, "event", "other " + key))
    elif x < 0.66:
        ledger.append(Record(key, "garbage", "?"))
    elif x < 0.74:
        ledger.append(Record(key, "null", ""))
    elif x < 0.82:
        ledger.append(Record("E" + key, "erasure", key))
        if rnd.random() < 0.8:
            ledger.append(Record(key, "null", "", ours=True))
    else:
        ledger.append(Record("d" + key, "event", "decided " + key + " with " + signs, signed=signs))


def forged(rnd, end, sealed_before):
    """What somebody appends who knows no key but the empty one, and can copy what was sealed."""
    key, x = rnd.choice("abc"), rnd.random()
    if x < 0.35 or not sealed_before:
        return Record(key, "event", rnd.choice(("first ", "other ")) + key, rnd.randint(-1, end + 3))
    if x < 0.42:
        content = rnd.choice(("first ", "other ")) + key + " by ann"
        return Record(key, "event", content, attested=rnd.choice((None, ATTESTED)))
    if x < 0.5:
        return Record("d" + key, "event", "decided from anybody", signed=rnd.choice(("empty", "forged")))
    if x < 0.6:
        return Record("d" + key, "event", "decided from anybody", rnd.randint(0, end + 3), None, "empty")
    r, y = rnd.choice(sealed_before), rnd.random()
    return (
        r if y < 0.4                                        # again, as it was
        else r._replace(key=key) if y < 0.6                 # its header with another key,
        else r._replace(content="other " + key) if y < 0.8  # another content,
        else r._replace(place=rnd.randint(0, end)))         # another place


def grown(rnd):
    """A ledger, maybe one of an older version that was upgraded; and what is wrong with the upgrade."""
    mark, wrong, log = 0, None, []
    if rnd.random() < 0.5:
        older = Ledger("log", older=True)
        for _ in range(rnd.randint(1, 20)):
            honest(rnd, older, "empty")
            if rnd.random() < 0.4:
                older.process()
            if rnd.random() < 0.2:
                older.heal()
        older.process()
        log = compact(older.log) if rnd.random() < 0.3 and not older.pending else older.log
        mark = older.log[-1][0] + 1
        before = older.state.view()
        if replay("log", mark, log) != before:
            wrong = f"upgrade: was {before}, is {replay('log', mark, log)}"
    ledger = Ledger("log", mark)
    if log:
        kept = {offset for offset, _ in log}    # offsets go on; what was compacted is not read
        ledger.log = [(offset, r if offset in kept else None) for offset, r in older.log]
    return ledger, mark, wrong


def standing(ledger):
    return [e for e in ledger.log if e[1] is not None]


def counterexample(seed):
    rnd = random.Random(seed)
    ledger, mark, wrong = grown(rnd)
    if wrong:
        return f"seed {seed}, {wrong}"
    attacked = rnd.random() < 0.6
    for _ in range(rnd.randint(1, 30)):
        if attacked and rnd.random() < 0.3:
            ledger.append(forged(rnd, len(ledger.log), [r for _, r in standing(ledger) if r.place is not None]))
        else:
            honest(rnd, ledger, "new")
        if rnd.random() < 0.4:
            ledger.process()
        if rnd.random() < 0.1:
            ledger.heal()
    try:
        ledger.heal()
    except AssertionError as e:
        return f"seed {seed}, {e}"
    if ledger.broken:
        return f"seed {seed}, {ledger.broken}"
    if ledger.healed > ledger.asked:
        return f"seed {seed}, appended {ledger.healed} times for {ledger.asked} records that asked for it"
    forged_by = [(k, c) for k, (c, _, _) in ledger.state.records.items() if names_recorder(c) and (k, c) != ATTESTED]
    if forged_by:
        return f"seed {seed}, believed to be recorded by somebody: {forged_by}"
    live, log, cut = ledger.state.view(), standing(ledger), rnd.randint(0, len(ledger.log))
    for name, left in {
        "whole": log,
        "compacted": compact(log),
        "compacted, tombstones gone": [e for e in compact(log) if e[1].kind != "null"],
        f"compacted up to {cut}": compact([e for e in log if e[0] < cut]) + [e for e in log if e[0] >= cut],
    }.items():
        if replay("log", mark, left) != live:
            return f"seed {seed}, {name}: live {live}, replayed {replay('log', mark, left)}, log {log}"
    source = rnd.choice((log, compact(log)))
    # RUNLEDGER_OLD_SEALS=none for a copy. Who forgets it believes what was forged in the source, and nothing else is lost.
    copy = Ledger("copy", mark=0 if attacked else rnd.choice((0, len(source))))
    for _, r in source:
        copy.append(r)
    try:
        copy.heal()
    except AssertionError as e:
        return f"seed {seed}, copy: {e}"
    content = {k: c for k, (c, _, _) in copy.state.records.items()}
    if copy.broken or content != {k: c for k, (c, _, _) in live[0].items()} or copy.state.erased != live[1]:
        return f"seed {seed}, copy with mark {copy.state.mark}: {copy.broken} {content}, live {live}, log {source}"
    return None


if __name__ == "__main__":
    found = [c for c in map(counterexample, range(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)) if c]
    print(f"{len(found)} counterexamples")
    for c in sorted(found, key=len)[:3]:
        print(c)
    sys.exit(bool(found))
