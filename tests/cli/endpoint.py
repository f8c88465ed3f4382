"""An endpoint that misbehaves in the way its URL asks for: http://127.0.0.1:PORT/html/chat/completions, ...

Prints its port. For bad_input.sh; uses nothing but Python's own library.
"""
import http.server
import json
import socket
import threading
import time

GOOD = {'name': 'Nova', 'secret_name': 'Ada', 'age': 30, 'power_level': 42, 'rank': 'veteran'}
asked = {}
lock = threading.Lock()


def tool_call(arguments, finish='tool_calls'):
    call = {'id': 'call_1', 'type': 'function', 'function': {'name': 'Hero', 'arguments': arguments}}
    return completion({'role': 'assistant', 'content': None, 'tool_calls': [call]}, finish)


def completion(message, finish='stop'):
    return {'id': 'x', 'object': 'chat.completion', 'created': 1, 'model': 'gpt-4o-mini',
            'choices': [{'index': 0, 'message': message, 'finish_reason': finish}],
            'usage': {'prompt_tokens': 10, 'completion_tokens': 5, 'total_tokens': 15}}


def error(message, kind, code=None):
    return {'error': {'message': message, 'type': kind, 'param': None, 'code': code}}


def answer(what, request, n):
    """(status, body): body is a dict, or bytes of something else."""
    said = json.dumps(request['messages'])
    if what == 'html':
        return 200, b'<html><body>Welcome to the gateway</body></html>'
    if what == 'html500':
        return 502, b'<html><body>Bad gateway</body></html>'
    if what == 'half':
        return 200, json.dumps(tool_call(json.dumps(GOOD))).encode()[:120]
    if what == 'nothing':
        return 200, b''
    if what == 'no-choices':
        return 200, {'id': 'x', 'choices': []}
    if what == 'no-object':
        return 200, b'[1, 2, 3]'
    if what == 'garbage':
        return 200, b'\xff\xfe\x00\x01' * 50
    if what == 'error400':
        return 400, error('Unknown parameter', 'invalid_request_error')
    if what == 'error401':
        return 401, error('Incorrect API key provided', 'invalid_request_error', 'invalid_api_key')
    if what == 'error404':
        return 404, error('The model does not exist', 'invalid_request_error', 'model_not_found')
    if what == 'quota':
        return 429, error('You exceeded your current quota', 'insufficient_quota', 'insufficient_quota')
    if what == '429':
        return 429, error('Rate limit reached', 'requests', 'rate_limit_exceeded')
    if what == '500':
        return 500, error('The server had an error', 'server_error')
    if what == 'refusal':
        return 200, completion({'role': 'assistant', 'content': None, 'refusal': "I can't help with that."})
    if what == 'length':
        return 200, tool_call('{"name": "No', 'length')
    if what == 'prose':
        return 200, completion({'role': 'assistant', 'content': 'Sure, here is your hero!'})
    if what == 'half-arguments':
        return 200, tool_call('{"name": "Nova", "secret_name": "A')
    if what == 'wrong' or (what == 'repair' and 'less than or equal to 100' not in said):
        return 200, tool_call(json.dumps(dict(GOOD, power_level=500)))
    if what == 'unique':    # a new secret name only for those who say that the old one was refused
        fresh = n == 1 or 'refused' in said
        return 200, tool_call(json.dumps(dict(GOOD, secret_name=f'Ada {n}' if fresh else 'Ada 1')))
    if what == 'odd':
        name = '\u65e5\u672c "x" \\ \u001b[31m \u007f \u009b \n' + 'e' * 60
        return 200, tool_call(json.dumps(dict(GOOD, name=name)))
    return 200, tool_call(json.dumps(GOOD))


class Endpoint(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers['content-length'])))
        what = self.path.split('/')[1]
        with lock:
            n = asked[what] = asked.get(what, 0) + 1
        if what == 'hang':
            time.sleep(30)
        if what == 'close' or what == 'hang':
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        status, body = answer(what, request, n)
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        if what == 'redirect':
            status = 302
        self.send_response(status)
        self.send_header('content-type', 'text/html' if what.startswith('html') else 'application/json')
        self.send_header('content-length', str(len(body) + (100 if what == 'cut' else 0)))
        if what == 'redirect':
            self.send_header('location', 'https://example.invalid/')
        self.end_headers()
        if what == 'slow':
            for i in range(len(body)):
                self.wfile.write(body[i:i + 1])
                time.sleep(0.2)
        else:
            self.wfile.write(body)
        if what == 'cut':
            self.wfile.flush()
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def handle(self):
        try:
            super().handle()
        except OSError:
            pass    # the client has left

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Endpoint)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
