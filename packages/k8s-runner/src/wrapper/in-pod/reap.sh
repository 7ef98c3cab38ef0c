# Stands as process 1 before the wrapper: `sh reap.sh node wrapper.mjs …`. Process 1 inherits every orphan of the
# container, and must wait for it when it ends; Node waits for its own children only, so that a long run could fill the
# container's process table with dead ones. A shell that waits, waits for all.
#
# The traps come first, because the kernel drops signals that process 1 does not handle.
wrapper=
pending=
pass() {
  pending=$1
  [ -z "$wrapper" ] || kill -s "$1" "$wrapper" 2>/dev/null
}
for signal in TERM INT HUP QUIT; do
  trap "pass $signal" "$signal"
done

"$@" <&0 &
wrapper=$!
[ -z "$pending" ] || kill -s "$pending" "$wrapper"

# A signal ends `wait` early, and then it is asked again. If it then finds nothing to wait for (127), it was the end
# that had come together with the signal, and the status from before is the one.
status=
while :; do
  pending=
  wait "$wrapper"
  now=$?
  if [ "$now" -eq 127 ] && [ -n "$status" ]; then exit "$status"; fi
  if [ -z "$pending" ]; then exit "$now"; fi
  status=$now
done
