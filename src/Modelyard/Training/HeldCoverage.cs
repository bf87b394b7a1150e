using System.Globalization;
using Modelyard.Ensembles;
using Modelyard.Learning;

namespace Modelyard.Training;

/// <summary>Gives a chosen estimator intervals or sets that hold the truth with a stated chance, made of its errors on a quarter of the rows, which it does not learn from.</summary>
internal static class HeldCoverage
{
    /// <summary>Refuses a chance that is none, before the search has begun.</summary>
    internal static void Check(double? coverage, string? groups)
    {
        if (coverage is null && groups is not null)
        {
            throw new ModelyardException($"The coverage is to hold within the values of '{groups}', and no coverage is given. Say with which chance the truth is to be held, such as 0.9.");
        }

        if (coverage is { } value && !(value > 0 && value < 1))
        {
            throw new ModelyardException(string.Create(CultureInfo.InvariantCulture, $"The coverage is '{value}' and must be greater than 0 and less than 1."));
        }
    }

    /// <summary>Refuses tables that are too small for the chance, and groups that are no feature.</summary>
    internal static void Check(double? coverage, string? groups, Dataset train)
    {
        ConformityScores.FindGroups(train.Schema, groups);
        if (coverage is { } value && train.RowCount <= ConformityScores.FewestRows(value))
        {
            throw ConformityScores.TooFew(train.RowCount - 1, value);
        }
    }

    /// <summary>Puts the estimator inside one that gives intervals or sets; without a chance it stays as it is.</summary>
    internal static IEstimator Around(IEstimator estimator, double? coverage, string? groups) => (coverage, estimator.Task) switch
    {
        (null, _) => estimator,
        ({ } value, TaskKind.Classification) => new ConformalClassifier { Estimator = estimator, Coverage = value, Groups = groups },
        ({ } value, _) => new ConformalRegressor { Estimator = estimator, Coverage = value, Method = ConformalMethod.Split, Groups = groups },
    };
}
