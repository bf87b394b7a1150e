using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Similarity;

/// <summary>Represents dense rows that are compared by a kernel of the user's.</summary>
internal sealed class OwnRows(Matrix rows, KernelFunction kernel) : ComparedRows(kernel)
{
    /// <inheritdoc/>
    public override int Count => rows.Rows;

    internal override Matrix ToMatrix() => rows.Copy();

    internal override void Compare(ReadOnlySpan<double> row, Span<double> similarities)
    {
        for (int i = 0; i < similarities.Length; i++)
        {
            similarities[i] = Kernel.Own!.Compute(row, rows.Row(i));
        }
    }

    internal override void CompareOwn(int row, ReadOnlySpan<int> others, Span<double> similarities)
    {
        for (int i = 0; i < others.Length; i++)
        {
            similarities[i] = Kernel.Own!.Compute(rows.Row(row), rows.Row(others[i]));
        }
    }

    internal override ComparedRows Select(ReadOnlySpan<int> chosen) => new OwnRows(rows.SelectRows(chosen), Kernel);

    private protected override void SaveRows(StateWriter state) => state.Write("supportVectors", rows);
}
