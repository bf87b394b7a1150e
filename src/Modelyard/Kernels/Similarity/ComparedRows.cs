using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels.Similarity;

/// <summary>Represents rows that others, and one another, are compared with by a kernel.</summary>
/// <param name="kernel">The kernel.</param>
internal abstract class ComparedRows(KernelFunction kernel) : IKernelElements
{
    /// <summary>Gets the kernel.</summary>
    internal KernelFunction Kernel { get; } = kernel;

    /// <summary>Gets the number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>Gives the rows as a dense matrix; without columns where the kernel is precomputed.</summary>
    internal abstract Matrix ToMatrix();

    /// <summary>Takes some rows of a data set, in a chosen order.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="rows">The zero-based rows.</param>
    /// <param name="check">Ends the work by an exception; called now and then.</param>
    /// <param name="isBalanced">
    /// Whether the rows are learned from with factors whose sum is 0. Products of such rows may be taken from their mean, which leaves more digits to what differs between them where that lies far from 0.
    /// </param>
    /// <exception cref="ModelyardException">The kernel cannot compare such rows.</exception>
    internal static ComparedRows Of(Dataset data, KernelFunction kernel, ReadOnlySpan<int> rows, Action? check = null, bool isBalanced = false)
    {
        check ??= static () => { };
        if (kernel.Own is not null)
        {
            return data.IsSparse
                ? throw new ModelyardException($"The kernel '{kernel.Own.GetType().Name}' compares dense rows and the features are sparse. Call 'ToDense' on the data.")
                : new OwnRows(data.Features.SelectRows(rows, check), kernel);
        }

        if (kernel.Kind == KernelKind.Precomputed)
        {
            GivenRows.Check(data);
            return new GivenRows(data.Features, rows.ToArray(), kernel);
        }

        return data.IsSparse
            ? new SparseRows(data.SparseFeatures.SelectRows(rows, check), kernel)
            : new DenseRows(data.Features.SelectRows(rows, check), kernel, isBalanced && kernel.Kind == KernelKind.Linear);
    }

    /// <summary>Computes how alike a given row is to each of these. Allocates nothing.</summary>
    /// <param name="row">The features of the row.</param>
    /// <param name="similarities">Receives one number for each of these rows.</param>
    internal abstract void Compare(ReadOnlySpan<double> row, Span<double> similarities);

    /// <summary>Computes how alike each of several given rows is to each of these, to the bit as if each came alone.</summary>
    /// <param name="rows">The given rows.</param>
    /// <param name="first">The first that is compared.</param>
    /// <param name="similarities">Receives the numbers, compared rows x these rows.</param>
    internal virtual void Compare(Matrix rows, int first, Matrix similarities)
    {
        for (int i = 0; i < similarities.Rows; i++)
        {
            Compare(rows.Row(first + i), similarities.Row(i));
        }
    }

    /// <summary>Computes how alike one of these rows is to some of them.</summary>
    internal abstract void CompareOwn(int row, ReadOnlySpan<int> others, Span<double> similarities);

    /// <summary>Computes how much more a weighted sum of similarities to some rows is, by <see cref="Compare(ReadOnlySpan{double}, Span{double})"/>, than by elements of the kernel matrix.</summary>
    /// <param name="chosen">The rows.</param>
    /// <param name="factors">The weight of each, whose sum is 0.</param>
    internal virtual double Excess(ReadOnlySpan<int> chosen, ReadOnlySpan<double> factors) => 0;

    /// <summary>Takes some of the rows.</summary>
    internal abstract ComparedRows Select(ReadOnlySpan<int> rows);

    /// <inheritdoc/>
    public virtual void Elements(int row, ReadOnlySpan<int> others, Span<float> similarities)
    {
        using var exact = new ScratchBuffer(others.Length);
        CompareOwn(row, others, exact.Span);
        for (int i = 0; i < others.Length; i++)
        {
            similarities[i] = (float)exact.Span[i];
            if (!float.IsFinite(similarities[i]))
            {
                throw new ModelyardException(
                    $"The kernel gives '{exact.Span[i]}' for two rows and must give numbers of at most '{float.MaxValue}' in size. Scale the features, or choose another kernel.");
            }
        }
    }

    /// <inheritdoc/>
    public void Elements(int row, ReadOnlySpan<int> others, Span<double> similarities) => CompareOwn(row, others, similarities);

    /// <inheritdoc/>
    public virtual float Own(int row)
    {
        float own = 0;
        Elements(row, new ReadOnlySpan<int>(in row), new Span<float>(ref own));
        return own;
    }

    internal void Save(StateWriter state)
    {
        SaveRows(state);
        Kernel.Save(state);
    }

    internal static ComparedRows Load(StateReader state, FeatureSchema features)
    {
        var kernel = KernelFunction.Load(state);
        if (kernel.Own is not null)
        {
            return new OwnRows(DenseRows.ReadMatrix(state, features), kernel);
        }

        return kernel.Kind == KernelKind.Precomputed
            ? GivenRows.Load(state, features, kernel)
            : state.Contains("supportStarts") ? SparseRows.Load(state, features, kernel) : new DenseRows(DenseRows.ReadMatrix(state, features), kernel);
    }

    private protected abstract void SaveRows(StateWriter state);
}
