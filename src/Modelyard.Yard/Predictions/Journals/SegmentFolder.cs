using System.Globalization;
using Modelyard.Lifecycle.Predictions.RollUps;
using Modelyard.Lifecycle.Storage;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Represents the files of a log: a folder a day, in it journals and the tables that they were sealed as.</summary>
/// <remarks>
/// A journal and its table have the same name but for the ending. Where both are there, the table was complete before the process died that would have removed the journal: the table counts.
/// </remarks>
internal sealed class SegmentFolder(string folder)
{
    private const string DayFormat = "yyyy-MM-dd", RollUps = "rollups", OfDay = ".day";

    /// <summary>The ending of a journal.</summary>
    internal const string Journal = ".journal";

    /// <summary>The ending of a table.</summary>
    internal const string Table = ".parquet";

    /// <summary>What the name of a journal ends in until it has its header.</summary>
    internal const string Unnamed = ".new";

    /// <summary>The ending of the journal of what a power cut has left torn, kept after what is whole of it was sealed.</summary>
    internal const string Torn = ".torn";

    /// <summary>Gets the folder of all days.</summary>
    internal string Path => folder;

    /// <summary>Makes a name for a new journal.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="day">The day of what it holds.</param>
    /// <param name="now">When it begins, in UTC.</param>
    /// <returns>The path; its folder is there.</returns>
    internal string NewJournal(SegmentKind kind, DateOnly day, DateTime now)
    {
        string path = System.IO.Path.Combine(folder, day.ToString(DayFormat, CultureInfo.InvariantCulture));
        DurableFolder.Create(path);
        return System.IO.Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd-HHmmss}-{Guid.NewGuid():N}{Ending(kind)}{Journal}"));
    }

    /// <summary>Makes a name for a table of the rows of a whole day.</summary>
    /// <param name="day">The day, whose folder is there.</param>
    internal string NewTable(DateOnly day) => System.IO.Path.Combine(
        folder, day.ToString(DayFormat, CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{day:yyyyMMdd}-{Guid.NewGuid():N}{OfDay}{Ending(SegmentKind.Predictions)}{Table}"));

    /// <summary>Determines whether a segment is a table of the rows of a whole day, in order and each once.</summary>
    internal static bool IsOfDay(string segment) => segment.EndsWith(OfDay + Ending(SegmentKind.Predictions) + Table, StringComparison.Ordinal);

    /// <summary>Tells what a segment holds.</summary>
    internal static SegmentKind KindOf(string segment) => Enum.GetValues<SegmentKind>().First(kind => segment.EndsWith(Ending(kind) + Journal, StringComparison.Ordinal) || segment.EndsWith(Ending(kind) + Table, StringComparison.Ordinal));

    /// <summary>Gets the file of the roll-ups of a day, which stays when the day is over.</summary>
    internal string RollUpOf(DateOnly day) => System.IO.Path.Combine(folder, RollUps, day.ToString(DayFormat, CultureInfo.InvariantCulture) + RollUpFile.Ending);

    /// <summary>Gets the file of the roll-ups of a table, beside it.</summary>
    internal static string RollUpOf(string table) => table[..^Table.Length] + RollUpFile.Ending;

    /// <summary>Lists the days of which there are roll-ups, in order.</summary>
    internal IEnumerable<DateOnly> RolledUp()
    {
        string path = System.IO.Path.Combine(folder, RollUps);
        foreach (string file in Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*" + RollUpFile.Ending).Order(StringComparer.Ordinal)] : Array.Empty<string>())
        {
            if (DateOnly.TryParseExact(System.IO.Path.GetFileName(file)[..^RollUpFile.Ending.Length], DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                yield return day;
            }
        }
    }

    /// <summary>Lists the journals and tables of a kind, in the order of their days and times; of a journal and its table, the table.</summary>
    /// <param name="kind">What they hold.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day.</param>
    internal IReadOnlyList<string> List(SegmentKind kind, DateOnly first, DateOnly last)
    {
        var paths = new List<string>();
        foreach ((DateOnly day, string path) in Days())
        {
            if (day < first || day > last)
            {
                continue;
            }

            string[] files = [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)];
            HashSet<string> sealedStems = [.. files.Where(file => file.EndsWith(Ending(kind) + Table, StringComparison.Ordinal)).Select(file => file[..^Table.Length])];
            paths.AddRange(files.Where(file => file.EndsWith(Ending(kind) + Table, StringComparison.Ordinal) || (file.EndsWith(Ending(kind) + Journal, StringComparison.Ordinal) && !sealedStems.Contains(file[..^Journal.Length]))));
        }

        return paths;
    }

    /// <summary>Lists the days that have files of a kind, in order.</summary>
    internal IEnumerable<DateOnly> DaysOf(SegmentKind kind) =>
        Days().Where(day => Directory.EnumerateFiles(day.Path).Any(file => file.EndsWith(Ending(kind) + Journal, StringComparison.Ordinal) || file.EndsWith(Ending(kind) + Table, StringComparison.Ordinal))).Select(day => day.Day);

    /// <summary>Lists the days, in order.</summary>
    internal IEnumerable<(DateOnly Day, string Path)> Days()
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (string path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (DateOnly.TryParseExact(System.IO.Path.GetFileName(path), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                yield return (day, path);
            }
        }
    }

    private static string Ending(SegmentKind kind) => kind == SegmentKind.Labels ? ".labels" : ".predictions";
}
