using System.Text;
using Modelyard.Data.Parquet.Format;
using Modelyard.Frames;

namespace Modelyard.Data.Parquet.Decoding;

/// <summary>Rules out row groups by what the metadata says of their cells.</summary>
internal static class GroupBounds
{
    /// <summary>Determines whether no row of a row group can hold a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="field">Its column.</param>
    /// <param name="group">The row group.</param>
    public static bool RulesOut(ColumnCondition condition, FlatField field, RowGroup group)
    {
        ChunkStatistics statistics = group.Chunks[field.Position].Statistics;
        if (!field.IsOptional || statistics.MissingCount is not null)
        {
            long missing = field.IsOptional ? statistics.MissingCount!.Value : 0;

            // NaN is missing here, and no writer counts it.
            if (condition.Operator == ColumnOperator.Missing)
            {
                return missing == 0 && field.Kind != ColumnKind.Double;
            }

            if (missing == group.RowCount)
            {
                return true;
            }
        }

        if (condition.Operator is ColumnOperator.Missing or ColumnOperator.Present || statistics.Minimum is not { } least || statistics.Maximum is not { } greatest || !AreOrdered(field, statistics))
        {
            return false;
        }

        return field.Form == CellForm.Text
            ? condition.Operator != ColumnOperator.NotEqual && RulesOut(condition.Operator, CompareText(least, condition), CompareText(greatest, condition))
            : least.Length == field.Width && greatest.Length == field.Width && Numbers(field, least, greatest) is { MissingCount: 0 } bounds
                && RulesOut(condition.Operator, condition.Compare(bounds, 0), condition.Compare(bounds, 1));
    }

    // Old writers compared all bytes as signed numbers: right for signed integers, times and floating-point numbers, wrong for everything else.
    private static bool AreOrdered(FlatField field, ChunkStatistics statistics) => field.Form switch
    {
        CellForm.Integer or CellForm.Date or CellForm.Timestamp => statistics.IsOld || field.HasOrder,
        CellForm.Floating => field.Type != PhysicalType.FixedLengthByteArray && (statistics.IsOld || field.HasOrder),
        CellForm.ShortUnsigned or CellForm.Text => !statistics.IsOld && field.HasOrder,
        _ => false,
    };

    /// <summary>Makes a column of the two bounds, so that they are compared as cells are.</summary>
    private static Column Numbers(FlatField field, ReadOnlyMemory<byte> least, ReadOnlyMemory<byte> greatest)
    {
        byte[] bytes = [.. least.Span, .. greatest.Span];
        var cells = ColumnCells.Of(field, 2, null);
        cells.Open().AddPlain(cells, 0, new PageValues(bytes, field.Width, 2), new Presence(2));
        return cells.Build(1);
    }

    private static int CompareText(ReadOnlyMemory<byte> bound, ColumnCondition condition) => bound.Span.SequenceCompareTo(Encoding.UTF8.GetBytes((string)condition.Value!));

    private static bool RulesOut(ColumnOperator comparison, int least, int greatest) => comparison switch
    {
        ColumnOperator.Equal => least > 0 || greatest < 0,
        ColumnOperator.NotEqual => least == 0 && greatest == 0,
        ColumnOperator.Less => least >= 0,
        ColumnOperator.LessOrEqual => least > 0,
        ColumnOperator.Greater => greatest <= 0,
        _ => greatest < 0,
    };
}
