using System.Globalization;
using Modelyard.Learning;

namespace Modelyard.Inference;

/// <summary>Represents multinomial logistic regression by maximum likelihood: the logarithm of the odds of each class against the first is a weighted sum of the columns.</summary>
/// <remarks>
/// Newton's method in coordinates in which the columns are orthonormal. The classes are the levels of the target, sorted by code point, or its numbers in ascending order.
/// Source: McFadden (1974), Conditional Logit Analysis of Qualitative Choice Behavior.
/// </remarks>
public sealed record MultinomialRegression : RegressionMethod
{
    private const int MostClasses = 100;

    /// <summary>Gets the greatest number of steps.</summary>
    public int MaxIterations { get; init; } = 200;

    private protected override RegressionFit Estimate(RegressionData data, FitContext context)
    {
        if (Covariance is CovarianceKind.HC2 or CovarianceKind.HC3)
        {
            throw new ModelyardException($"'{Covariance}' is not defined for several classes, as a row has no single leverage. Take 'HC0', 'HC1' or 'Cluster'.");
        }

        if (data.OffsetArray is not null)
        {
            throw new ModelyardException("The data has an offset or an exposure, which a regression of several classes does not take. Leave it out.");
        }

        (string[] levels, int[] classes) = Classes(data);
        RequireRows(data, data.Design.Columns.Count * (levels.Length - 1));
        var newton = new MultinomialNewton(data, levels, classes, context);
        newton.Run(MaxIterations);
        return MultinomialFit.Of(this, data, newton, InferenceDegrees(data, studentByDefault: false));
    }

    private static (string[] Levels, int[] Classes) Classes(RegressionData data)
    {
        double[] target = data.TargetArray, values = [.. target.Distinct().Order()];
        if (values.Length is < 2 or > MostClasses)
        {
            throw new ModelyardException($"The target '{data.TargetName}' has '{values.Length}' different values and must have from 2 to '{MostClasses}' classes.");
        }

        int[] classes = Array.ConvertAll(target, value => Array.BinarySearch(values, value));
        return ([.. values.Select(value => data.TargetLevels.Count > 0 ? data.TargetLevels[(int)value] : value.ToString(CultureInfo.InvariantCulture))], classes);
    }
}
