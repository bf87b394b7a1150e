using Modelyard.Frames;
using Modelyard.Frames.Expressions;

namespace Modelyard.Preparation;

/// <summary>Tells what of a column is read otherwise than it may be meant.</summary>
public static class ReadingNotes
{
    /// <summary>Looks at a column: at texts that are dates or numbers in another notation, times that were turned to UTC, and values that may stand for missing ones.</summary>
    /// <param name="column">The column.</param>
    /// <returns>Full sentences.</returns>
    public static IEnumerable<string> Of(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        string? offset = column is TimestampColumn { HadOffset: true } ? OffsetOf(column) : null, far = column is TimestampColumn times ? FarTimes.Of(times) : null;
        return new[] { TextHint.Of(column), offset, far ?? StandIns.Of(column) }.OfType<string>();
    }

    private static string OffsetOf(Column column)
    {
        string name = Expression.Col(column.Name).ToString();
        return $"The times of '{column.Name}' have an offset from UTC, to which they are turned: days of the week and hours are not those that are written. "
            + $"If local ones matter, write the times without the offset, or move the clock, as in 'modelyard data with FILE --set \"{name}=local(dateadd({name}, 2, 'hour'))\"'.";
    }
}
