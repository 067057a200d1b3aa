#!/bin/sh
# Запуск Кабинета с этого носителя. Starts Kabinet from this drive.
#   sh start.sh              демонстрация / the demo town
#   sh start.sh serve        рабочая установка в папке data / an installation of your own in the folder data
#   sh start.sh COMMAND …    любая команда / any command: check, backup, journal verify; --help
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
# Everything below is relative to this folder, so that its path may hold spaces and change from one computer to the next.
cd -- "$here"

if [ "$(uname -s)" != Linux ] || [ "$(uname -m)" != x86_64 ]; then
    echo "Нужен компьютер с Linux на 64-разрядном процессоре Intel или AMD; здесь $(uname -s) $(uname -m)." >&2
    echo "This needs Linux on a 64-bit Intel or AMD processor; here it is $(uname -s) $(uname -m)." >&2
    exit 1
fi

# A drive mounted with noexec, or a FAT drive that is mounted without execute bits.
if [ ! -x ./kabinet ]; then
    cat >&2 <<EOT
Система не разрешает запускать программы с этого носителя (noexec) или файла kabinet нет.
Скопируйте программу на компьютер, данные останутся здесь:

    cp "$here/kabinet" "\$HOME/kabinet" && chmod +x "\$HOME/kabinet"
    cd "$here" && "\$HOME/kabinet" demo --data demo

или перемонтируйте носитель: sudo mount -o remount,exec МЕСТО

This system does not run programs from this drive (noexec), or the file kabinet is missing.
Copy the program to the computer with the commands above; the data stays here.
Or mount the drive anew: sudo mount -o remount,exec PLACE
EOT
    exit 126
fi

if ! ( : > .writable ) 2>/dev/null; then
    echo "На этот носитель нельзя писать, а данные хранятся рядом с программой. Снимите защиту от записи." >&2
    echo "This drive cannot be written to, and the data is kept beside the program. Turn write protection off." >&2
    exit 1
fi
rm -f .writable

command=${1:-demo}
[ $# -eq 0 ] || shift
case $command in
    demo) exec ./kabinet demo --data demo "$@" ;;
    serve)
        [ -e data ] || ./kabinet init --config kabinet.toml
        exec ./kabinet serve --config kabinet.toml "$@"
        ;;
    *) exec ./kabinet "$command" "$@" ;;
esac
