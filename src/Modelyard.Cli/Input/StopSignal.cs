using System.Runtime.InteropServices;

namespace Modelyard.Cli;

/// <summary>Turns the first Ctrl-C, or the first request to end the process, into a cancellation; the second ends the process at once.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly Terminal _terminal;
    private readonly string _message;
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    /// <summary>Listens from now on.</summary>
    /// <param name="terminal">Where is said that the signal was heard.</param>
    /// <param name="message">What is said.</param>
    /// <param name="cancellation">Ends the work too.</param>
    internal StopSignal(Terminal terminal, string message, CancellationToken cancellation)
    {
        _terminal = terminal;
        _message = message;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>Gets the token that the signal cancels.</summary>
    internal CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        if (_source.IsCancellationRequested)
        {
            return;
        }

        signal.Cancel = true;
        _terminal.ErrorLine((_terminal.IsInteractive ? "\r\e[2K" : "") + $" {_message}");
        _source.Cancel();
    }
}
