# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Completion for bash of tcp-lifecycle's programs: options by --help, names by --list.

_tcp_lifecycle()
{
    local program=$1 current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} names
    # bash splits --profile=linux into three words
    if [ "$current" = = ]; then
        current=
    elif [ "$before" = = ]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    else
        before=
    fi
    [ "${COMP_WORDS[COMP_CWORD]}" = = ] && before=${COMP_WORDS[COMP_CWORD - 1]}
    case $before in
        --scenario) mapfile -t COMPREPLY < <(compgen -W "$("$program" --list 2>/dev/null | cut -d ' ' -f 1)" -- "$current") ;;
        --profile | --client-profile | --server-profile)
            mapfile -t COMPREPLY < <(compgen -W 'rfc9293 linux freebsd windows macos' -- "$current")
            ;;
        --out) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
        --*) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        *)
            if [[ $current == -* ]]; then
                names=$("$program" --help 2>/dev/null | sed -nE 's/^ +(--[a-z][a-z0-9-]*)(:|=| ).*/\1/p')
                mapfile -t COMPREPLY < <(compgen -W "$names" -- "$current")
            else
                names=$("$program" --list 2>/dev/null | sed -nE 's/^([a-z][a-z0-9-]*) .*/\1/p')
                mapfile -t COMPREPLY < <(compgen -W "$names" -- "$current" && compgen -f -- "$current")
            fi
            ;;
    esac
}

complete -o default -F _tcp_lifecycle lifecycle-lab lifecycle-workload lifecycle-study lifecycle-packetdrill lifecycle-ladder \
    lifecycle-goodput lifecycle-explore lifecycle-learn lifecycle-tap
