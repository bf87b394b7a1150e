using Modelyard.Learning;
using Modelyard.Numerics;

namespace Modelyard.Kernels;

/// <summary>Represents a classification by scores that are weighted sums of the features, each class against the rest.</summary>
public sealed class LinearSvcModel : LinearClassificationModel, IPersistent<LinearSvcModel>
{
    private const double FarOut = 30;

    /// <summary>The least lead of a power with which its class is the most probable beyond all rounding of the probabilities.</summary>
    private const double ClearLead = 1e-9;

    private readonly bool[] _present;
    private readonly PlattScaling[] _sigmoids;

    internal LinearSvcModel(
        FeatureSchema features, IReadOnlyList<string> classes, Matrix coefficients, double[] intercepts, bool[] present, PlattScaling[] sigmoids)
        : base(features, classes, coefficients, intercepts)
    {
        _present = present;
        _sigmoids = sigmoids;
    }

    /// <inheritdoc/>
    public static string TypeName => "linear-support-vector-classification";

    /// <inheritdoc/>
    public static LinearSvcModel Load(StateReader state)
    {
        (FeatureSchema features, IReadOnlyList<string> classes, Matrix coefficients, double[] intercepts) = LoadScores(state);
        bool[] present = Array.ConvertAll(state.ReadInts("present", classes.Count), value => value != 0);
        double[] slopes = state.ReadDoubles("slopes", intercepts.Length), shifts = state.ReadDoubles("shifts", intercepts.Length);
        bool isFinite = KernelState.AreFinite(coefficients) && KernelState.AreFinite(intercepts) && KernelState.AreFinite(slopes) && KernelState.AreFinite(shifts);
        return isFinite && Array.Exists(present, one => one)
            ? new LinearSvcModel(features, classes, coefficients, intercepts, present, [.. slopes.Zip(shifts, (slope, shift) => new PlattScaling(slope, shift))])
            : throw new ModelFormatException("The numbers of a linear support vector machine must be finite, and one of its classes present.");
    }

    /// <inheritdoc/>
    public override void Save(StateWriter state)
    {
        base.Save(state);
        state.Write("present", Array.ConvertAll(_present, one => one ? 1 : 0).AsSpan());
        state.Write("slopes", _sigmoids.Select(sigmoid => sigmoid.Slope).ToArray());
        state.Write("shifts", _sigmoids.Select(sigmoid => sigmoid.Shift).ToArray());
    }

    /// <summary>Finds the class whose sigmoid has the greatest power; near 0 and 1, where sigmoids are alike to rounding, only the probabilities tell.</summary>
    private protected override int? ClearClass(ReadOnlySpan<double> scores)
    {
        if (DecisionCount == 1)
        {
            return null;
        }

        Span<double> powers = stackalloc double[scores.Length <= 512 ? scores.Length : 0];
        powers = scores.Length <= 512 ? powers : new double[scores.Length];
        powers.Fill(double.NegativeInfinity);
        for (int i = 0; i < DecisionCount; i++)
        {
            powers[i] = _present[i] ? -((_sigmoids[i].Slope * scores[i]) + _sigmoids[i].Shift) : double.NegativeInfinity;
        }

        return ScoreWeights.Leader(powers, ClearLead) is >= 0 and var leader && Math.Abs(powers[leader]) < FarOut ? leader : null;
    }

    private protected override void ToPair(Span<double> second, Span<double> first)
    {
        if (!_present[0] || !_present[1])
        {
            second.Fill(_present[1] ? 1 : 0);
            first.Fill(_present[0] ? 1 : 0);
            return;
        }

        for (int i = 0; i < second.Length; i++)
        {
            second[i] = -((_sigmoids[0].Slope * second[i]) + _sigmoids[0].Shift);
        }

        ToLogistic(second, first);
    }

    private protected override void ToShares(Span<double> scores)
    {
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = (_sigmoids[i].Slope * scores[i]) + _sigmoids[i].Shift;
            (lowest, highest) = (Math.Min(lowest, scores[i]), Math.Max(highest, scores[i]));
        }

        if (lowest < -FarOut || highest > FarOut)
        {
            Compare(scores);
        }
        else
        {
            VectorKernels.ExpInPlace(scores);
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] = _present[i] ? 1 / (1 + scores[i]) : 0;
            }
        }

        VectorKernels.Scale(1 / VectorKernels.Sum(scores), scores);
    }

    /// <summary>Turns powers into shares by their logarithms, so that far from all margins, where sigmoids are 0 or 1 to rounding, the order is still that of the scores.</summary>
    private void Compare(Span<double> powers)
    {
        double highest = double.NegativeInfinity;
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = _present[i] ? LogSigmoid(powers[i]) : double.NegativeInfinity;
            highest = Math.Max(highest, powers[i]);
        }

        foreach (ref double power in powers)
        {
            power = Math.Exp(power - highest);
        }
    }

    private static double LogSigmoid(double power)
    {
        double small = Math.Exp(-Math.Abs(power));

        // log(1 + small) loses what is below rounding, and with it the order of scores far above the margin.
        double rest = small < 1e-5 ? small - (small * small / 2) : Math.Log(1 + small);
        return -Math.Max(power, 0) - rest;
    }
}
