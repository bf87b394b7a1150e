namespace Modelyard.Server.Watching;

/// <summary>Runs what a server does besides answering.</summary>
internal static class OwnThread
{
    // Work that heeds the end is over by then, and has left its files alone.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    /// <summary>Runs work on a thread of its own below those that answer. The end of the server waits for it two seconds at most: what it keeps it keeps in one step each, so that it can be ended at any moment.</summary>
    /// <param name="name">The name of the thread.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>A task that ends with the work, or at the end of the server.</returns>
    internal static async Task Run(string name, Action work, CancellationToken cancellation)
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
        try
        {
            await done.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!done.Task.IsCompleted)
        {
            await Task.WhenAny(done.Task, Task.Delay(s_grace, CancellationToken.None)).ConfigureAwait(false);
            throw;
        }
    }
}
