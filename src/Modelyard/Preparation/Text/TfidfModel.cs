using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation.Text;

/// <summary>Represents the weight of each term and how the terms of a text are brought to one length.</summary>
public sealed class TfidfModel : ITransformModel, IPersistent<TfidfModel>
{
    private readonly double[] _weights;
    private readonly bool _sublinear;
    private readonly TermNorm _norm;

    internal TfidfModel(FeatureSchema features, double[]? weights, bool sublinear, TermNorm norm)
    {
        Features = features;
        _weights = weights ?? [];
        _sublinear = sublinear;
        _norm = norm;
    }

    /// <inheritdoc/>
    public static string TypeName => "tf-idf";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs => Features;

    /// <summary>Gets the weight of each term, the greater the rarer; empty if terms are not weighted.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <inheritdoc/>
    public static TfidfModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        double[] weights = state.ReadDoubles("weights");
        return (weights.Length == 0 || weights.Length == features.Count) && Array.TrueForAll(weights, double.IsFinite)
            ? new TfidfModel(features, weights, state.ReadBoolean("sublinear"), state.ReadEnum<TermNorm>("norm"))
            : throw new ModelFormatException("The value 'weights' of the model must hold no numbers, or a finite one for each feature.");
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("weights", _weights.AsSpan());
        state.Write("sublinear", _sublinear);
        state.Write("norm", _norm.ToString());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        Span<double> own = result[..row.Length];
        row.CopyTo(own);
        for (int i = 0; i < own.Length; i++)
        {
            own[i] = own[i] == 0 ? 0 : Weigh(i, own[i]);
        }

        TermScale.Apply(_norm, own);
    }

    /// <inheritdoc/>
    public Dataset Transform(Dataset data, int degree = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.IsSparse
            ? data.WithFeatures(TransformSparse(data.SparseFeatures, degree), Outputs)
            : data.WithFeatures(((ITransformModel)this).Transform(data.Features, degree), Outputs);
    }

    /// <summary>Weighs the terms of many sparse rows.</summary>
    /// <param name="rows">The counts, texts x terms.</param>
    /// <param name="degree">The greatest number of threads.</param>
    /// <returns>A new sparse matrix of the same shape.</returns>
    public SparseMatrix TransformSparse(SparseMatrix rows, int degree = 1) => TransformSparse(rows, degree, CancellationToken.None);

    internal SparseMatrix TransformSparse(SparseMatrix rows, int degree, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Columns != Features.Count)
        {
            throw new ArgumentException($"The rows have '{rows.Columns}' features and the model reads '{Features.Count}'.", nameof(rows));
        }

        return SparseBlocks.Build(
            rows.Rows,
            rows.Columns,
            degree,
            (row, builder) =>
            {
                SparseRow own = rows.Row(row);
                using var scratch = new ScratchBuffer(own.Count);
                Weigh(own.Indices, own.Values, 0, scratch.Span);
                for (int i = 0; i < own.Count; i++)
                {
                    builder.Add(own.Indices[i], scratch.Span[i]);
                }
            },
            cancellation);
    }

    /// <summary>Weighs the terms of one text.</summary>
    /// <param name="indices">The columns of the terms.</param>
    /// <param name="counts">Their counts.</param>
    /// <param name="first">The column of the first term.</param>
    /// <param name="result">Receives as many weights.</param>
    internal void Weigh(ReadOnlySpan<int> indices, ReadOnlySpan<double> counts, int first, Span<double> result)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            result[i] = counts[i] == 0 ? 0 : Weigh(indices[i] - first, counts[i]);
        }

        TermScale.Apply(_norm, result[..indices.Length]);
    }

    private double Weigh(int term, double count)
    {
        double frequency = _sublinear ? 1 + Math.Log(count) : count;
        return _weights.Length == 0 ? frequency : frequency * _weights[term];
    }
}
