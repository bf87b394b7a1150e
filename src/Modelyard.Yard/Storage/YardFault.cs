using Microsoft.Data.Sqlite;

namespace Modelyard.Lifecycle.Storage;

/// <summary>Turns the faults of files and of the database into sentences that say what to do.</summary>
internal static class YardFault
{
    internal static T Translate<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException fault)
        {
            throw new YardException($"{what}: {Explain(fault)}", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new YardException($"{what}: {fault.Message}", fault);
        }
    }

    private static string Explain(SqliteException fault) => fault.SqliteErrorCode switch
    {
        5 or 6 => "another process has held the database for too long. Try again.",
        8 or 14 or 23 or 3 => "the database 'yard.db' may not be written. Check the permissions of the folder.",
        10 or 13 => "the disk is full or failed. Make room, then try again.",
        11 or 26 => "the database 'yard.db' is damaged or is no database. Restore it from a copy.",
        _ => fault.Message,
    };
}
