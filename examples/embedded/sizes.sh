# Says what an object file takes of a device, and fails if it needs a heap or files.
# usage: sh sizes.sh OBJECT, compiled with -fstack-usage
object=$1
code=0 constants=0 memory=0
sections=$(readelf -SW "$object" | sed -n 's/^ *\[ *[0-9]*\] *\(\.[^ ]*\) *[^ ]* *[^ ]* *[^ ]* *\([^ ]*\).*/\1 \2/p')
while read -r name size; do
  case $name in
    .text*) code=$((code + 0x$size)) ;;
    .rodata* | .data*) constants=$((constants + 0x$size)) ;;
    .bss*) memory=$((memory + 0x$size)) ;;
  esac
done <<X
$sections
X
echo "read_digit: $code bytes of code, $constants of constants, $memory of static memory"
stack=${object%.o}.su
[ ! -f "$stack" ] ||
  awk -F '\t' '$2 > most { most = $2 } END { print "on the stack at most", most, "in a function" }' "$stack"

foreign=$(readelf -sW "$object" | sed -n 's/.* UND  *\([^ ]\)/\1/p' |
  grep -Ev '^(mem(cpy|move|set)|_GLOBAL_OFFSET_TABLE_|__stack_chk_(fail|guard))')
[ -z "$foreign" ] || { echo "read_digit needs" $foreign; exit 1; }
