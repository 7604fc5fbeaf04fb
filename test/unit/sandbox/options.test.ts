import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../sandbox/options';

describe('the command line of npm start', () => {
  it('serves on port 3100 and keeps its state when nothing is said', () => {
    expect(parseCommandLine([])).toEqual({
      port: 3100,
      stateDir: '.state',
      reset: false,
      speed: 1,
      once: false,
      json: false,
      endpoint: null,
    });
  });

  it('keeps nothing for a single cycle unless told where', () => {
    expect(parseCommandLine(['--once'])?.stateDir).toBeNull();
    expect(parseCommandLine(['--once', '--state', 'here'])?.stateDir).toBe('here');
  });

  it('takes another endpoint with its accounts', () => {
    const options = parseCommandLine(['--aws-endpoint', 'http://localhost:4566/', '--accounts', 'a.json']);
    expect(options?.endpoint).toEqual({ url: 'http://localhost:4566', accountsFile: 'a.json' });
  });

  it('asks for help', () => {
    expect(parseCommandLine(['--once', '--help'])).toBeNull();
  });

  it.each([
    [['--port', 'x'], '--port'],
    [['--port', '70000'], '--port'],
    [['--port', '1.5'], '--port'],
    [['--speed', '0'], '--speed'],
    [['--speed', ''], '--speed'],
    [['--json'], '--json'],
    [['--accounts', 'a.json'], '--accounts'],
    [['--aws-endpoint', 'http://localhost:1'], '--accounts'],
    [['--aws-endpoint', 'localhost', '--accounts', 'a.json'], '--aws-endpoint'],
    [['--aws-endpoint', 'file:///etc', '--accounts', 'a.json'], '--aws-endpoint'],
    [['--surprise'], '--surprise'],
    [['stray'], 'stray'],
  ])('says on one line what is wrong with %j', (argv, named) => {
    let message = '';
    try {
      parseCommandLine(argv);
    } catch (error) {
      message = error instanceof Error ? error.message : '';
    }
    expect(message).toContain(named);
    expect(message).not.toContain('\n');
  });
});
