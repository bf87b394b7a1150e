using Modelyard.Frames;

namespace Modelyard.Lifecycle.Predictions.Journals;

/// <summary>Represents rows that are gathered from the records of a journal.</summary>
internal interface ISegmentRows
{
    /// <summary>Gets the number of rows.</summary>
    int Count { get; }

    /// <summary>Adds the rows of a record.</summary>
    /// <exception cref="YardException">The record is not one of this journal.</exception>
    void Add(ReadOnlySpan<byte> record);

    /// <summary>Makes a table of the rows, and begins anew.</summary>
    Frame Take();
}
