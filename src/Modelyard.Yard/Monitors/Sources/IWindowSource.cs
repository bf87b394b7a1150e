using Modelyard.Frames;

namespace Modelyard.Lifecycle.Monitors;

/// <summary>Represents a source of rows, cut into windows.</summary>
internal interface IWindowSource : IDisposable
{
    /// <summary>Gets the name of the column that says when a row came about; null if there is none.</summary>
    string? Time { get; }

    /// <summary>Gets the moment of the newest row, in UTC; null if there is none.</summary>
    DateTime? Newest { get; }

    /// <summary>Reads the next window.</summary>
    /// <param name="after">Where the last one ended; null for the first.</param>
    /// <param name="until">The moment up to which it must have ended, in UTC.</param>
    /// <returns>The window; null if none has ended yet.</returns>
    SourceWindow? Next(WindowPlace? after, DateTime until);

    /// <summary>Reads the rows of a time.</summary>
    /// <param name="from">The first moment, in UTC.</param>
    /// <param name="until">The moment before which the last row is.</param>
    /// <param name="withLabels">Whether true labels are needed, which take longer to find than rows to read.</param>
    Frame Read(DateTime from, DateTime until, bool withLabels = false);
}
