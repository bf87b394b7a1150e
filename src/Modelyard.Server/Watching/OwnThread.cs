namespace Modelyard.Server.Watching;

/// <summary>Runs what a server does besides answering.</summary>
internal static class OwnThread
{
    /// <summary>Runs work on a thread of its own below those that answer. The end of the server does not wait for it: what it keeps it keeps in one step each, so that it can be ended at any moment.</summary>
    /// <param name="name">The name of the thread.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>A task that ends with the work, or at the end of the server.</returns>
    internal static Task Run(string name, Action work, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        })
        { IsBackground = true, Priority = ThreadPriority.BelowNormal, Name = name };
        thread.Start();
        return done.Task.WaitAsync(cancellation);
    }
}
