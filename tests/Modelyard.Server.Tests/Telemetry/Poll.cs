namespace Modelyard.Server.Tests.Telemetry;

/// <summary>Waits for what happens elsewhere.</summary>
internal static class Poll
{
    /// <summary>Waits until something is so, and fails if that takes half a minute.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            await Task.Delay(20, time.Token);
        }
    }
}
