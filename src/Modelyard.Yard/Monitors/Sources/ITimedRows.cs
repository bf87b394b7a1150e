using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents rows that came about one after the other.</summary>
internal interface ITimedRows : IDisposable
{
    /// <summary>Gets the name of the column that says when a row came about.</summary>
    string Time { get; }

    /// <summary>Gets a moment at or before the first row and one at or after the last, in UTC; null if there is no row.</summary>
    /// <param name="after">The moment from which on rows are of interest, so that others need not be looked at; null for all.</param>
    (DateTime First, DateTime Last)? Span(DateTime? after);

    /// <summary>Finds the moment of the newest row, in UTC; null if there is no row.</summary>
    DateTime? Newest();

    /// <summary>Reads the rows of a time, in its order.</summary>
    /// <param name="from">The first moment, in UTC.</param>
    /// <param name="until">The moment before which the last row is.</param>
    /// <param name="withLabels">Whether true labels are needed, which take longer to find than rows to read.</param>
    Frame Read(DateTime from, DateTime until, bool withLabels = false);

    /// <summary>Reads the first rows of a time, in its order.</summary>
    /// <param name="from">The first moment, in UTC.</param>
    /// <param name="until">The moment before which the last row is.</param>
    /// <param name="most">The greatest number of rows.</param>
    Frame ReadFirst(DateTime from, DateTime until, long most);
}
