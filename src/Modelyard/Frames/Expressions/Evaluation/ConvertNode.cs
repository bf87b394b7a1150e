using Modelyard.Frames.Expressions.Kernels;

namespace Modelyard.Frames.Expressions.Evaluation;

/// <summary>Represents a number or boolean turned into another kind of those.</summary>
internal sealed class ConvertNode(ColumnKind kind, Node input) : Node(kind, $"convert {kind}", input)
{
    /// <inheritdoc/>
    public override bool CanFail => Kind == ColumnKind.Integer && Inputs[0].Kind == ColumnKind.Double;

    /// <inheritdoc/>
    public override void Run(Block block, Lane result)
    {
        Lane x = block.InputsOf(this)[0];
        switch (Inputs[0].Kind, Kind)
        {
            case (ColumnKind.Integer, ColumnKind.Double):
                DoubleKernels.FromIntegers(x.Integers, result.WriteDoubles());
                break;
            case (ColumnKind.Boolean, ColumnKind.Double):
                SelectKernels.Select(x.True, [1.0], [0.0], result.WriteDoubles());
                break;
            case (ColumnKind.Boolean, ColumnKind.Integer):
                SelectKernels.Select(x.True, [1L], [0L], result.WriteIntegers());
                result.AddMissing(x);
                break;
            case (ColumnKind.Double, ColumnKind.Integer):
                Truncate(x.Doubles, result);
                break;
            case (ColumnKind.Double, ColumnKind.Boolean):
                CompareKernels.Compare(ComparisonKind.NotEqual, x.Doubles, [0.0], x.Count, result.WriteTrue());
                BitKernels.PackNaN(x.Doubles, result.WriteMissing());
                BitKernels.Clear(result.WriteTrue(), result.Missing);
                break;
            default:
                CompareKernels.Compare(ComparisonKind.NotEqual, x.Integers, [0L], x.Count, result.WriteTrue());
                result.AddMissing(x);
                if (result.HasMissing)
                {
                    BitKernels.Clear(result.WriteTrue(), result.Missing);
                }

                break;
        }

        if (Kind == ColumnKind.Double && x.HasMissing)
        {
            DoubleKernels.SetMissing(x.Missing, result.WriteDoubles());
            result.HasMissing = true;
        }
    }

    /// <inheritdoc/>
    public override string DescribeFault(Block block, int row) => $"'{block.Show(Inputs[0], row)}' is beyond the whole numbers of 64 bits.";

    private static void Truncate(ReadOnlySpan<double> x, Lane result)
    {
        Span<long> values = result.WriteIntegers();
        for (int row = 0; row < values.Length; row++)
        {
            double value = x[x.Length < values.Length ? 0 : row];
            values[row] = 0;
            if (double.IsNaN(value))
            {
                result.WriteMissing()[row >> 6] |= 1UL << (row & 63);
            }
            else if (value is >= -9223372036854775808.0 and < 9223372036854775808.0)
            {
                values[row] = (long)value;
            }
            else
            {
                result.WriteFaults()[row >> 6] |= 1UL << (row & 63);
            }
        }
    }
}
