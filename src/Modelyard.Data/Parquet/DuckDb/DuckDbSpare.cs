namespace Modelyard.Data.Parquet;

/// <summary>Keeps one database of DuckDB ready for a process that reads or writes files again and again.</summary>
/// <remarks>
/// To open a database takes 15 ms, as long as to read what a condition leaves of the flights takes (filter_parquet_flights), and none may serve two files. So the next one is opened while the
/// process does other things, from its second file on: who reads one file pays nothing.
/// </remarks>
internal static class DuckDbSpare
{
    private static readonly Lock Gate = new();
    private static ParquetLimits? _limits;
    private static Task<DuckDbInstance?>? _spare;
    private static bool _isEnding;

    static DuckDbSpare() => AppDomain.CurrentDomain.ProcessExit += (_, _) => End();

    /// <summary>Takes the database that is ready, if it has the limits, or opens one.</summary>
    /// <exception cref="ModelyardException">The library fails.</exception>
    public static DuckDbInstance Take(DuckDbApi api, ParquetLimits limits)
    {
        Task<DuckDbInstance?>? spare = null;
        lock (Gate)
        {
            if (limits == _limits)
            {
                (spare, _spare) = (_spare, null);
            }
        }

        return spare?.GetAwaiter().GetResult() ?? new DuckDbInstance(api, limits);
    }

    /// <summary>Gets one ready for the next file, if the last had the same limits.</summary>
    public static void Prepare(DuckDbApi api, ParquetLimits limits)
    {
        lock (Gate)
        {
            if (_isEnding || (limits == _limits && _spare is not null))
            {
                return;
            }

            Task<DuckDbInstance?>? other = _spare;
            _spare = limits == _limits ? Task.Run(() => Open(api, limits)) : null;
            _limits = limits;
            _ = other?.ContinueWith(task => task.Result?.Dispose(), TaskScheduler.Default);
        }
    }

    // Whoever needs it opens one again, and is told what is wrong.
    private static DuckDbInstance? Open(DuckDbApi api, ParquetLimits limits)
    {
        try
        {
            return new DuckDbInstance(api, limits);
        }
        catch (ModelyardException)
        {
            return null;
        }
    }

    /// <summary>Waits until none is being opened, as the library must not be at work when the process ends.</summary>
    private static void End()
    {
        Task<DuckDbInstance?>? spare;
        lock (Gate)
        {
            _isEnding = true;
            (spare, _spare) = (_spare, null);
        }

        spare?.GetAwaiter().GetResult()?.Dispose();
    }
}
