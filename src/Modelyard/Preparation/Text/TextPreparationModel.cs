using System.Buffers;
using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Represents the fitted steps of the columns beside the weights of the terms of each text.</summary>
public sealed class TextPreparationModel : ITransformModel, IPersistent<TextPreparationModel>
{
    private readonly TermLayout _layout;
    private readonly ITransformModel[] _steps;
    private readonly TfidfModel[] _weightings;
    private readonly int[]? _kept;

    // For each term the output it becomes, or -1.
    private readonly int[] _outputOf;
    private readonly int _columnOutputs;
    private readonly int _widest;

    internal TextPreparationModel(FeatureSchema features, IReadOnlyList<ITransformModel> steps, IReadOnlyList<TfidfModel> weightings, int[]? kept)
    {
        Features = features;
        _layout = TermLayout.Find(features) ?? throw new ModelFormatException("The preparation of texts has no feature that is a term.");
        _steps = [.. steps];
        _weightings = [.. weightings];
        _kept = kept;
        CheckParts();
        FeatureSchema columns = _steps.Length == 0 ? _layout.Lengths : _steps[^1].Outputs;
        _columnOutputs = columns.Count;
        _widest = _steps.Length == 0 ? columns.Count : Math.Max(_layout.Columns.Count, _steps.Max(step => step.Outputs.Count));
        int first = _layout.Columns.Count, terms = features.Count - first;
        _outputOf = new int[terms];
        Array.Fill(_outputOf, -1);
        int next = _columnOutputs;
        foreach (int term in kept ?? Enumerable.Range(0, terms))
        {
            _outputOf[term] = next++;
        }

        Outputs = OutputSchema.Of(features, columns.Concat((kept ?? Enumerable.Range(0, terms)).Select(term => features[first + term])));
    }

    /// <inheritdoc/>
    public static string TypeName => "text-preparation";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets the fitted steps of the columns, in order.</summary>
    public IReadOnlyList<ITransformModel> Steps => _steps;

    /// <summary>Gets the weights of the terms of each text.</summary>
    public IReadOnlyList<TfidfModel> Weightings => _weightings;

    /// <summary>Gets the output of each term, or -1 for one that is left out.</summary>
    internal ReadOnlySpan<int> OutputsOfTerms => _outputOf;

    /// <inheritdoc/>
    public static TextPreparationModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        int[]? kept = state.ReadBoolean("all") ? null : state.ReadInts("kept");
        int terms = features.Count - features.WithoutTerms().Count;
        for (int i = 0; kept is not null && i < kept.Length; i++)
        {
            if (kept[i] < 0 || kept[i] >= terms || (i > 0 && kept[i] <= kept[i - 1]))
            {
                throw new ModelFormatException($"The value 'kept' of the model must hold ascending numbers of the '{terms}' terms.");
            }
        }

        return new TextPreparationModel(features, state.ReadParts<ITransformModel>("steps"), state.ReadParts<TfidfModel>("weightings"), kept);
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("steps", _steps);
        state.Write("weightings", _weightings);
        state.Write("all", _kept is null);
        if (_kept is not null)
        {
            state.Write("kept", _kept.AsSpan());
        }
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        result[..Outputs.Count].Clear();
        double[] rented = ArrayPool<double>.Shared.Rent(2 * _widest);
        row[.._layout.Columns.Count].CopyTo(rented);
        TransformColumns(rented.AsSpan(0, _widest), rented.AsSpan(_widest, _widest), result);
        ArrayPool<double>.Shared.Return(rented);

        // Terms are few among thousands of zeros: they are gathered first, and then cost what they cost in a sparse row.
        int[] indices = ArrayPool<int>.Shared.Rent(_outputOf.Length);
        double[] counts = ArrayPool<double>.Shared.Rent(_outputOf.Length);
        int found = 0;
        for (int i = _layout.Columns.Count; i < row.Length; i++)
        {
            if (row[i] != 0)
            {
                (indices[found], counts[found]) = (i, row[i]);
                found++;
            }
        }

        WriteTerms(indices.AsSpan(0, found), counts.AsSpan(0, found), null, result);
        ArrayPool<double>.Shared.Return(counts);
        ArrayPool<int>.Shared.Return(indices);
    }

    /// <inheritdoc/>
    public Dataset Transform(Dataset data, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.FeatureCount != Features.Count)
        {
            throw new ArgumentException($"The rows have '{data.FeatureCount}' features and the model reads '{Features.Count}'.", nameof(data));
        }

        Dataset columns = Lengths(_layout, data);
        foreach (ITransformModel step in _steps)
        {
            columns = step.Transform(columns, degree);
        }

        return Join(data, columns, degree);
    }

    /// <inheritdoc/>
    public Matrix Transform(SparseMatrix rows, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Dataset result = Transform(Dataset.WithoutTarget(rows, Features), degree);
        return result.IsSparse ? result.SparseFeatures.ToDense() : result.Features;
    }

    /// <summary>Gets the columns of rows, with the logarithm of one more than its number of words for each text.</summary>
    internal static Dataset Lengths(TermLayout layout, Dataset data)
    {
        Matrix columns = layout.ColumnsOf(data, data.RowCount);
        for (int row = 0; row < columns.Rows; row++)
        {
            foreach (int text in layout.Texts)
            {
                columns[row, text] = Math.Log(1 + columns[row, text]);
            }
        }

        return data.WithFeatures(columns, layout.Lengths);
    }

    /// <summary>Puts transformed columns and weighted terms side by side.</summary>
    internal Dataset Join(Dataset data, Dataset columns, int degree, CancellationToken cancellation = default)
    {
        if (_kept is null)
        {
            SparseMatrix joined = SparseBlocks.Build(data.RowCount, Outputs.Count, degree, (row, builder) => JoinRow(data, columns, row, builder), cancellation);
            return data.WithFeatures(joined, Outputs);
        }

        var dense = new Matrix(data.RowCount, Outputs.Count);
        ParallelLoop.For(
            dense.Rows,
            degree,
            row =>
            {
                columns.Features.Row(row).CopyTo(dense.Row(row));
                WriteTerms(data, row, null, dense.Row(row));
            },
            cancellation);
        return data.WithFeatures(dense, Outputs);
    }

    private void JoinRow(Dataset data, Dataset columns, int row, SparseMatrixBuilder builder)
    {
        ReadOnlySpan<double> own = columns.Features.Row(row);
        for (int i = 0; i < own.Length; i++)
        {
            if (own[i] != 0)
            {
                builder.Add(i, own[i]);
            }
        }

        WriteTerms(data, row, builder, []);
    }

    private void CheckParts()
    {
        bool fits = _weightings.Length == _layout.Texts.Length && (_steps.Length == 0 || _steps[0].Features.Count == _layout.Columns.Count);
        for (int i = 1; i < _steps.Length; i++)
        {
            fits &= _steps[i].Features.Count == _steps[i - 1].Outputs.Count;
        }

        for (int text = 0; fits && text < _weightings.Length; text++)
        {
            fits &= _weightings[text].Features.Count == _layout.Starts[text + 1] - _layout.Starts[text];
        }

        if (!fits)
        {
            throw new ModelFormatException("The steps and weights of the preparation of texts do not fit its features.");
        }
    }

    /// <summary>Transforms the columns, which stand in the first of two scratch spaces that take turns.</summary>
    private void TransformColumns(Span<double> scratch, Span<double> other, Span<double> result)
    {
        foreach (int text in _layout.Texts)
        {
            scratch[text] = Math.Log(1 + scratch[text]);
        }

        Span<double> current = scratch[.._layout.Columns.Count];
        for (int i = 0; i < _steps.Length; i++)
        {
            Span<double> next = (i % 2 == 0 ? other : scratch)[.._steps[i].Outputs.Count];
            _steps[i].Transform(current, next);
            current = next;
        }

        current.CopyTo(result);
    }

    private void WriteTerms(Dataset data, int row, SparseMatrixBuilder? builder, Span<double> result)
    {
        if (data.IsSparse)
        {
            SparseRow own = data.SparseFeatures.Row(row);
            int first = TermLayout.Find(own.Indices, _layout.Columns.Count);
            WriteTerms(own.Indices[first..], own.Values[first..], builder, result);
            return;
        }

        var terms = SparseMatrix.From(data.Features.RowRange(row, 1));
        int start = TermLayout.Find(terms.Indices, _layout.Columns.Count);
        WriteTerms(terms.Indices[start..], terms.Values[start..], builder, result);
    }

    private void WriteTerms(ReadOnlySpan<int> indices, ReadOnlySpan<double> counts, SparseMatrixBuilder? builder, Span<double> result)
    {
        using var scratch = new ScratchBuffer(indices.Length);
        int at = 0;
        for (int text = 0; text < _weightings.Length; text++)
        {
            int end = at + TermLayout.Find(indices[at..], _layout.Starts[text + 1]);
            _weightings[text].Weigh(indices[at..end], counts[at..end], _layout.Starts[text], scratch.Span[at..]);
            at = end;
        }

        for (int i = 0; i < indices.Length; i++)
        {
            int output = _outputOf[indices[i] - _layout.Columns.Count];
            if (output >= 0 && builder is not null)
            {
                builder.Add(output, scratch.Span[i]);
            }
            else if (output >= 0)
            {
                result[output] = scratch.Span[i];
            }
        }
    }
}
