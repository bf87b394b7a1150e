using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Modelyard.Frames.Records;

/// <summary>Gathers the cells of one column from records. Generated code fills it, row by row in order.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class CellBuffer
{
    private ulong[]? _missing;

    private protected CellBuffer(RecordColumn column, int rows, RecordFaults faults)
    {
        Column = column;
        Rows = rows;
        Faults = faults;
    }

    private protected RecordColumn Column { get; }

    private protected int Rows { get; }

    private protected RecordFaults Faults { get; }

    internal abstract Column ToColumn();

    private protected Validity Validity => new(_missing, Rows);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private protected void Miss(int row)
    {
        _missing ??= new ulong[Validity.Words(Rows)];
        _missing[row >> 6] |= 1UL << (row & 63);
    }
}
