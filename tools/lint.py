#!/usr/bin/env python3
"""Holds the tree against the rules of the house that no compiler knows; CONTRIBUTING.md says why they are there.

lint.py [BUILD]   BUILD is a built tree, for the symbols; default build/release

Prints file:line: problem for each, and how many; exit status 1 when there are any. tools/lint-allow.txt holds the
exceptions, a reason with each.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ('src', 'include', 'examples', 'tests', 'fuzz', 'bench')
LAYERS = {'base': 0, 'model': 1, 'json': 2, 'schema': 3, 'sql': 4, 'llm': 4, 'http': 4, 'app': 5, 'cli': 6}
LAYER_OF_HEADER = {'types': 'base', 'each': 'model', 'ingot': 'app'}     # where the name does not say it
FILE_LINES = {'.c': 600, '.h': 450}
FUNCTION_LINES, FUNCTION_LINES_ALLOWED = 80, 120
BANNED = {name: why for names, why in (
    ('strcpy strcat sprintf vsprintf gets', 'does not know the size of its output: snprintf, ig_buf'),
    ('strtok', 'keeps hidden state'),
    ('atoi atol atoll atof', 'cannot report an error'),
    ('gmtime localtime asctime ctime', 'returns shared memory: the _r forms'),
    ('strtod strtof', "depends on the program's locale: igi_f64_parse"),
    ('alloca', 'has no way to fail'),
) for name in names.split()}
BANNED_IN_LIBRARY = {name: 'the library neither prints nor ends the program'
                     for name in 'printf puts putchar perror exit _exit abort system'.split()}
MARKS = re.compile(r'\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b')
INCLUDE = re.compile(r'\s*#\s*include\s*(["<])([^">]+)[">]')

problems = 0
allowed = {}            # (check, path, name) -> line of tools/lint-allow.txt
used = set()


def report(path, line, text):
    global problems
    problems += 1
    print(f'{path}:{line}: {text}')


def is_allowed(*key):
    used.add(key)
    return key in allowed


def read_allowances():
    """Lines of "CHECK PATH NAME: reason"."""
    path = ROOT / 'tools/lint-allow.txt'
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = re.fullmatch(r'(function|banned) (\S+) (\w+): .{10,}', line)
        if match:
            allowed[match.groups()] = number
        elif line.strip() and not line.startswith('#'):
            report('tools/lint-allow.txt', number, 'not "function|banned PATH NAME: reason"')


def sources():
    """Path from the root and text of every C file."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob('*.[ch]')):
            yield path.relative_to(ROOT), path.read_text(encoding='utf-8')


def without_comments(text):
    """The same lines with comments, strings and characters emptied."""
    def blank(match):
        token = match.group()
        return token if token[0] not in '/"\'' else '\n' * token.count('\n')
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|[^/"\']+|.', blank, text, flags=re.S)


def layer_of(path):
    """The part a file belongs to, or None outside of the layers."""
    if path.parts[0] == 'src' and len(path.parts) > 2:
        return path.parts[1]
    if path.parts[:2] == ('include', 'ingot'):
        return LAYER_OF_HEADER.get(path.stem, path.stem)
    return None


def included(path, quote, name):
    """The path from the root of an included file of this project, or None for one of the system."""
    if name.startswith('ingot/'):
        return pathlib.Path('include') / name
    if quote == '"':
        target = (ROOT / path.parent / name).resolve()
        return target.relative_to(ROOT) if target.is_relative_to(ROOT) else path
    return None


def check_layers(path, text):
    """An include may only point to the left."""
    own = layer_of(path)
    if own is None or path == pathlib.Path('include/ingot/ingot.h'):
        return
    if own not in LAYERS:
        report(path, 1, f'"{own}" is no layer')
        return
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        target = match and included(path, *match.groups())
        other = target and layer_of(target)
        if other and other not in LAYERS:
            report(path, number, f'{target} belongs to no layer')
        elif other and other != own and LAYERS[other] >= LAYERS[own]:
            report(path, number, f'{own} must not include {other} ({target})')


def check_banned(path, code):
    """Functions that cannot be used safely, or not in a library."""
    banned = dict(BANNED)
    if path.parts[0] == 'src' and layer_of(path) != 'cli':
        banned.update(BANNED_IN_LIBRARY)
    call = re.compile(r'(?<![\w.>])(' + '|'.join(banned) + r')\s*\(')
    for number, line in enumerate(code.splitlines(), 1):
        for match in call.finditer(line):
            if not is_allowed('banned', str(path), match[1]):
                report(path, number, f'{match[1]}: {banned[match[1]]}')


def check_text(path, text):
    """Opening sentence, licence, marks, length."""
    lines = text.splitlines()
    if not re.match(r'/\* \S', text):
        report(path, 1, 'does not open with a comment that says what it is for')
    if path.parts[0] != 'examples' and ' * SPDX-License-Identifier: MIT' not in text.partition('*/')[0]:
        report(path, 1, 'has no licence line in its first comment')
    for number, line in enumerate(lines, 1):
        if MARKS.search(line):
            report(path, number, 'a left-over mark')
    limit = FILE_LINES[path.suffix]
    if len(lines) > limit and path.name != 'each.h':
        report(path, limit + 1, f'{len(lines)} lines, at most {limit}')


def check_functions():
    """The length of every function, from ctags."""
    command = ['ctags', '-R', '--languages=C', '--kinds-C=f', '--fields=+ne', '-x', '--_xformat=%F\t%{line}\t%{end}\t%N']
    tags = subprocess.run([*command, *FOLDERS], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for path, first, last, name in (line.split('\t') for line in tags.splitlines()):
        lines = int(last or first) - int(first) + 1
        limit = FUNCTION_LINES
        if lines > limit and is_allowed('function', path, name):
            limit = FUNCTION_LINES_ALLOWED
        if lines > limit:
            report(path, first, f'{name} has {lines} lines, at most {limit}')


def symbols(library, *options):
    text = subprocess.run(['nm', '--defined-only', *options, library], capture_output=True, text=True, check=True).stdout
    return {fields[2].split('@')[0] for fields in map(str.split, text.splitlines()) if len(fields) == 3}


def check_symbols(build):
    """What the libraries define: ig_ for users, igi_ between files; and all that the headers promise."""
    shared, static = build / 'libingot.so', build / 'libingot.a'
    if not shared.exists() or not static.exists():
        report(build, 1, 'holds no libraries: make build')
        return
    exported = symbols(shared, '-D')
    for name in sorted(exported):
        if not name.startswith('ig_'):
            report(shared.name, 1, f'exports {name}')
    for name in sorted(symbols(static, '-g')):
        if not name.startswith(('ig_', 'igi_')):
            report(static.name, 1, f'{name} is neither static nor named igi_')
    for path in sorted((ROOT / 'include/ingot').glob('*.h')):
        code = without_comments(path.read_text())
        for match in re.finditer(r'^IG_API\b[^;]*?\b(ig_\w+)\s*\(', code, flags=re.M):
            if match[1] not in exported:
                line = code[:match.end()].count('\n') + 1
                report(path.relative_to(ROOT), line, f'{match[1]} is declared, yet the library does not have it')


def check_generated():
    fresh = subprocess.run([ROOT / 'tools/gen-each.sh'], capture_output=True, text=True, check=True).stdout
    if fresh != (ROOT / 'include/ingot/each.h').read_text():
        report('include/ingot/each.h', 1, 'is not what tools/gen-each.sh prints')


def check_format():
    found = subprocess.run([ROOT / 'tools/format.sh', '--check'], capture_output=True, text=True)
    places = re.findall(r'^(\S+?):(\d+):\d+: error: ', found.stderr, flags=re.M)
    for path in sorted({path for path, _ in places}):
        lines = [line for other, line in places if other == path]
        report(path, lines[0], f'not formatted, {len(lines)} places: make format')
    if found.returncode and not places:
        report('tools/format.sh', 1, found.stderr.strip())


def main():
    read_allowances()
    for path, text in sources():
        code = without_comments(text)
        check_text(path, text)
        check_layers(path, text)
        if path.parts[0] in ('src', 'include', 'examples'):
            check_banned(path, code)
    check_functions()
    check_symbols(pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / 'build/release')
    check_generated()
    check_format()
    for key in sorted(allowed.keys() - used):
        report('tools/lint-allow.txt', allowed[key], 'is not needed any more')
    print(f'lint: {problems} problems')
    return 1 if problems else 0


if __name__ == '__main__':
    sys.exit(main())
