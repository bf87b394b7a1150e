using System.Text.RegularExpressions;
using Modelyard.Frames.Expressions;

namespace Modelyard.Server.Studio.Pages.Monitors.Rules;

/// <summary>Tells conditions that are a figure, a comparison and a number from those that are more.</summary>
internal static partial class RuleCondition
{
    /// <summary>The comparisons of a form.</summary>
    public static IReadOnlyList<string> Comparisons { get; } = ["<", "<=", ">", ">=", "=", "!="];

    /// <summary>Writes a condition as rules know it.</summary>
    public static string Write(string figure, string comparison, string value) => $"{Expression.Col(figure)} {comparison} {value}";

    /// <summary>Takes a condition apart.</summary>
    /// <param name="when">The condition.</param>
    /// <param name="figures">The figures that windows have.</param>
    /// <returns>The parts; null if it is more than that, or none.</returns>
    public static (string Figure, string Comparison, string Value)? Read(string when, IReadOnlyList<string> figures)
    {
        if (Comparison().Match(when) is not { Success: true } match)
        {
            return null;
        }

        // The texts of a name are many, with and without quotes; what is written from the parts must be the same condition.
        (string left, string comparison, string value) = (match.Groups["left"].Value.Trim(), match.Groups["comparison"].Value, match.Groups["value"].Value);
        return figures.Append(left).FirstOrDefault(figure => figure.Length > 0 && AreSame(when, Write(figure, comparison, value))) is { } found ? (found, comparison, value) : null;
    }

    private static bool AreSame(string first, string second)
    {
        try
        {
            return Expression.Parse(first).Equals(Expression.Parse(second));
        }
        catch (ExpressionException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^\s*(?<left>.+?)\s*(?<comparison><=|>=|!=|<|>|=)\s*(?<value>-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?)\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comparison();
}
