namespace Modelyard.Frames.Validation.Checks;

/// <summary>Marks present cells that a test refuses, one after another.</summary>
/// <typeparam name="TTest">The test; a structure, so that its call is compiled into the loop.</typeparam>
/// <param name="column">The column.</param>
/// <param name="test">The test.</param>
internal sealed class CellMarker<TTest>(Column column, TTest test) : IMarker
    where TTest : struct, ICellTest
{
    public void Mark(int first, int count, Span<ulong> failing)
    {
        failing.Clear();
        for (int row = 0; row < count; row++)
        {
            if (!column.IsMissing(first + row) && test.Fails(first + row))
            {
                failing[row >> 6] |= 1UL << (row & 63);
            }
        }
    }
}
