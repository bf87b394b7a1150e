using Modelyard.Frames.Indexing;

namespace Modelyard.Frames;

/// <content>Printing.</content>
public sealed partial class IndexedFrame
{
    /// <summary>Formats the head of the table as pandas does: a label that is the same as in the row above or in the column before is printed once.</summary>
    /// <returns>The keys of the columns, the names of the levels, and up to twenty rows of up to twenty columns; '·' stands for a missing cell.</returns>
    public override string ToString() => new IndexPrinter(this).Print();
}
