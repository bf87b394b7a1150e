using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Preparation;

/// <summary>Represents the B-splines of each feature.</summary>
public sealed class SplineModel : ITransformModel, IPersistent<SplineModel>
{
    private readonly SplineBasis?[] _bases;
    private readonly int[] _starts;
    private readonly int _degree;
    private readonly SplineExtrapolation _extrapolation;
    private readonly bool _bias;
    private readonly int _mostSplines;

    internal SplineModel(FeatureSchema features, double[][] knots, int degree, SplineExtrapolation extrapolation, bool bias)
    {
        Features = features;
        _degree = degree;
        _extrapolation = extrapolation;
        _bias = bias;
        _bases = Array.ConvertAll(knots, own => own.Length > 0 ? new SplineBasis(own, degree, extrapolation) : null);
        _mostSplines = _bases.Max(basis => basis?.Count ?? 0);
        _starts = new int[features.Count];
        var outputs = new List<Feature>();
        for (int feature = 0; feature < _bases.Length; feature++)
        {
            _starts[feature] = outputs.Count;
            outputs.AddRange(_bases[feature] is { } basis
                ? Enumerable.Range(0, Kept(basis)).Select(spline => new Feature($"{features[feature].Name}_sp_{spline}"))
                : [features[feature]]);
        }

        Outputs = OutputSchema.Of(features, outputs);
    }

    /// <inheritdoc/>
    public static string TypeName => "splines";

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <inheritdoc/>
    public FeatureSchema Outputs { get; }

    /// <summary>Gets the first output of each feature.</summary>
    internal ReadOnlySpan<int> Starts => _starts;

    /// <inheritdoc/>
    public static SplineModel Load(StateReader state)
    {
        ArgumentNullException.ThrowIfNull(state);
        FeatureSchema features = state.ReadFeatures("features");
        int degree = state.ReadInt("degree", 1, 10);
        int[] counts = state.ReadInts("counts", features.Count);
        double[] all = state.ReadDoubles("knots");
        if (Array.Exists(counts, count => count != 0 && (count < 0 || count - (2 * degree) < 2)) || counts.Sum(count => (long)count) != all.Length)
        {
            throw new ModelFormatException("The value 'counts' of the model must hold the number of knots of each feature: 0, or two and as many more as the degree asks for.");
        }

        double[][] knots = new double[counts.Length][];
        for (int feature = 0, at = 0; feature < counts.Length; at += counts[feature++])
        {
            knots[feature] = all[at..(at + counts[feature])];
            for (int i = 0; i < knots[feature].Length; i++)
            {
                if (!double.IsFinite(knots[feature][i]) || (i > 0 && knots[feature][i] < knots[feature][i - 1]))
                {
                    throw new ModelFormatException("The value 'knots' of the model must ascend within each feature.");
                }
            }
        }

        return new SplineModel(features, knots, degree, state.ReadEnum<SplineExtrapolation>("extrapolation"), state.ReadBoolean("bias"));
    }

    /// <inheritdoc/>
    public void Save(StateWriter state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Write("features", Features);
        state.Write("degree", _degree);
        state.Write("extrapolation", _extrapolation.ToString());
        state.Write("bias", _bias);
        state.Write("counts", _bases.Select(basis => basis?.Knots.Length ?? 0).ToArray().AsSpan());
        state.Write("knots", _bases.SelectMany(basis => basis?.Knots ?? []).ToArray().AsSpan());
    }

    /// <inheritdoc/>
    public void Transform(ReadOnlySpan<double> row, Span<double> result)
    {
        RowCheck.Features(row, Features.Count);
        using var scratch = new ScratchBuffer(_mostSplines);
        for (int feature = 0; feature < _bases.Length; feature++)
        {
            if (_bases[feature] is not { } basis)
            {
                result[_starts[feature]] = row[feature];
                continue;
            }

            Span<double> own = result.Slice(_starts[feature], Kept(basis));
            if (double.IsNaN(row[feature]))
            {
                own.Fill(double.NaN);
            }
            else if (_bias)
            {
                basis.Evaluate(row[feature], own);
            }
            else
            {
                basis.Evaluate(row[feature], scratch.Span[..basis.Count]);
                scratch.Span[..own.Length].CopyTo(own);
            }
        }
    }

    private int Kept(SplineBasis basis) => _bias ? basis.Count : basis.Count - 1;
}
