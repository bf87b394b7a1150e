namespace Modelyard.Data.Databases;

/// <summary>Ends the statements of a session once a cancellation is asked for, until it is disposed of.</summary>
/// <remarks>
/// What ends a statement at a server comes to nothing if it arrives before the statement begins, so it is said again until the work has ended. A thread of its
/// own says it, which waits for nobody when all threads of the pool are taken.
/// </remarks>
internal sealed class StatementEnding : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private readonly DatabaseSession _session;
    private readonly CancellationTokenRegistration _registration;
    private readonly ManualResetEventSlim _hasEnded = new();
    private Thread? _thread;

    internal StatementEnding(DatabaseSession session, CancellationToken cancellation)
    {
        _session = session;
        _registration = cancellation.Register(Begin);
    }

    /// <summary>Ends what is being said; nothing is said of later statements.</summary>
    public void Dispose()
    {
        _registration.Dispose();
        _hasEnded.Set();
        _thread?.Join();
        _hasEnded.Dispose();
    }

    private void Begin()
    {
        _thread = new Thread(SayUntilEnded) { IsBackground = true, Name = "end of a statement" };
        _thread.Start();
    }

    private void SayUntilEnded()
    {
        do
        {
            _session.Cancel();
        }
        while (!_hasEnded.Wait(s_pause));
    }
}
