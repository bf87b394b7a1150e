using Modelyard.Learning;

namespace Modelyard.Inference;

/// <summary>Represents ordinary least squares, and weighted least squares where the data has weights.</summary>
/// <remarks>
/// By QR of the centred and scaled design, or by its Gram matrix where there are many rows and the features are well-conditioned.
/// Source: Greene (2012), Econometric Analysis, 7th edition, chapters 3 to 5 and 9.
/// </remarks>
public sealed record OlsRegression : RegressionMethod
{
    private protected override RegressionFit Estimate(RegressionData data, FitContext context)
    {
        LinearFit.RequireNumber(data);
        double[] target = data.TargetArray;
        if (data.OffsetArray is { } offset)
        {
            target = [.. target.Zip(offset, (value, known) => value - known)];
        }

        DesignFactor factor = DesignFactor.Of(data.Design, target, data.WeightArray, context);
        return LinearFit.Of(this, data, factor, target, context, ConditionNumber(factor), InferenceDegrees(data, Covariance == CovarianceKind.Classical));
    }
}
