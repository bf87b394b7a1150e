using System.CommandLine;
using System.Globalization;
using Modelyard.Frames;
using Modelyard.Inference;

namespace Modelyard.Cli.Commands.Statistics;

/// <summary>Represents the options that all regressions have in common.</summary>
internal sealed class RegressionOptions
{
    private readonly Option<string> _target = new("--target") { Description = "The column that is explained.", Required = true };
    private readonly Option<string[]> _features = new("--features") { Description = "What explains it: columns, products 'a:b', crossings 'a*b' (a, b and a:b), powers 'a^2'; all other columns by default." };
    private readonly Option<bool> _noIntercept = new("--no-intercept") { Description = "Leave out the intercept 'const'." };
    private readonly Option<string?> _weights = new("--weights") { Description = "The column of weights: one over the variance of each row's error; of shares the number of trials." };
    private readonly Option<Errors> _robust = Choice.Of("--robust", "What is assumed of the errors", Errors.Classical);
    private readonly Option<string?> _cluster = new("--cluster") { Description = "The column that says which rows belong together; the standard errors are then robust to it." };
    private readonly Option<double> _confidence = new Option<double>("--confidence") { Description = "The probability of the intervals.", DefaultValueFactory = _ => 0.95 }.Plainly("a number above 0 and below 1");
    private readonly Option<string?> _offset = new("--offset") { Description = "A column that is added to the weighted sum with the coefficient 1." };
    private readonly Option<string?> _exposure = new("--exposure") { Description = "A column of exposures, whose logarithm is added to the weighted sum." };

    /// <summary>Names what is assumed of errors, as the command calls it; in the order of <see cref="CovarianceKind"/>.</summary>
    private enum Errors
    {
        Classical,
        Hc0,
        Hc1,
        Hc2,
        Hc3,
        Cluster,
    }

    /// <summary>Lists the options.</summary>
    internal IEnumerable<Option> All => [_target, _features, _noIntercept, _weights, _robust, _cluster, _confidence, _offset, _exposure];

    /// <summary>Takes the columns out of a table.</summary>
    internal RegressionData Data(ParseResult parsed, Frame frame)
    {
        RegressionTerms? terms = SharedOptions.Terms(parsed, _features, frame);
        return RegressionData.Of(frame, new RegressionColumns
        {
            Target = SharedOptions.Unquoted(parsed.GetRequiredValue(_target)),
            Features = terms?.Features,
            Interactions = terms?.Interactions ?? [],
            Intercept = !parsed.GetValue(_noIntercept),
            Weights = Name(parsed, _weights),
            Clusters = Name(parsed, _cluster),
            Offset = Name(parsed, _offset),
            Exposure = Name(parsed, _exposure),
        });
    }

    /// <summary>Sets how sure coefficients are to be said to be.</summary>
    internal T Settings<T>(ParseResult parsed, T method)
        where T : RegressionMethod
    {
        var kind = (CovarianceKind)parsed.GetValue(_robust);
        bool hasClusters = parsed.GetValue(_cluster) is not null;
        if (kind == CovarianceKind.Cluster != hasClusters && kind != CovarianceKind.Classical)
        {
            throw new UsageException(hasClusters
                ? $"'--cluster' makes the standard errors robust to clusters, and '--robust {kind.ToString().ToLowerInvariant()}' asks for others. Say one of them."
                : "'--robust cluster' needs '--cluster COLUMN', which says which rows belong together.");
        }

        double confidence = parsed.GetValue(_confidence);
        return confidence is > 0 and < 1
            ? method with { Covariance = hasClusters ? CovarianceKind.Cluster : kind, Confidence = confidence }
            : throw new UsageException($"'--confidence' is '{confidence.ToString(CultureInfo.InvariantCulture)}' and must be a number above 0 and below 1.");
    }

    private static string? Name(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } name ? SharedOptions.Unquoted(name) : null;
}
