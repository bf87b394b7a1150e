using System.Globalization;
using System.Text.RegularExpressions;
using Modelyard.Learning;

namespace Modelyard.Selection.Search;

/// <summary>Represents an axis as a text gives it: <c>Alpha=log(1e-4,10)</c>, <c>MaxDepth=2..12</c>, <c>Kernel={Rbf,Linear}</c>, <c>Trees=300</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Values">The values, two ends or a list.</param>
/// <param name="Scale">The scale of a range; null for a list of values.</param>
/// <param name="When">When the axis has a value; null if it is not said.</param>
internal sealed partial record SpaceText(string Name, IReadOnlyList<string> Values, Scale? Scale, SearchCondition? When)
{
    /// <summary>Reads an axis.</summary>
    /// <exception cref="ModelyardException">The text is none.</exception>
    internal static SpaceText Parse(string text)
    {
        Match axis = Axis().Match(text);
        if (!axis.Success)
        {
            throw Malformed(text);
        }

        SearchCondition? when = axis.Groups["parent"].Success ? new SearchCondition(axis.Groups["parent"].Value, List(axis.Groups["when"].Value)) : null;
        (string name, string values) = (axis.Groups["name"].Value, axis.Groups["values"].Value.Trim());
        if (values is ['{', .. var listed, '}'])
        {
            return new SpaceText(name, List(listed), null, when);
        }

        Match range = Range().Match(values);
        if (range.Success)
        {
            return new SpaceText(name, [range.Groups["low"].Value, range.Groups["high"].Value], range.Groups["log"].Success ? Learning.Scale.Logarithmic : Learning.Scale.Linear, when);
        }

        return values.IndexOfAny(['{', '}', ',']) < 0 && values.Length > 0 ? new SpaceText(name, [values], null, when) : throw Malformed(text);
    }

    /// <summary>Creates the axis of a hyperparameter.</summary>
    /// <exception cref="ModelyardException">The hyperparameter does not allow a value, or is not a number and has a range.</exception>
    internal SearchDimension Create(string name, Hyperparameter hyperparameter)
    {
        object?[] parsed = [.. Values.Select(value => hyperparameter.Parse(value))];
        if (Scale is not { } scale)
        {
            return new ChoiceDimension(name, [.. parsed.Select(Hyperparameter.Format)]);
        }

        return parsed switch
        {
            [int low, int high] => new IntegerDimension(name, low, high, scale),
            [double low, double high] => new RealDimension(name, low, high, scale),
            _ => throw new ModelyardException($"'{name}' is no number and has no range from '{Values[0]}' to '{Values[1]}'. List its values, as in '{name}={{{string.Join(",", Values)}}}'; it is {hyperparameter.Allowed}."),
        };
    }

    private static string[] List(string text) => [.. text.Split(',').Select(one => one.Trim())];

    private static ModelyardException Malformed(string text) => new(
        string.Create(CultureInfo.InvariantCulture, $"The axis '{text}' must be a name with a range, a list or a value, as in 'MaxDepth=2..12', 'Alpha=log(1e-4,10)', 'Kernel={{Rbf,Linear}}' or 'Trees=300'."));

    [GeneratedRegex(@"^\s*(?<name>[\w.]+)\s*=\s*(?<values>.+?)(\s+when\s+(?<parent>[\w.]+)\s*=\s*\{(?<when>[^{}]+)\})?\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Axis();

    [GeneratedRegex(@"^((?<log>log)\s*\(\s*(?<low>[^,\s]+)\s*(,|\.\.)\s*(?<high>[^,\s]+)\s*\)|(?<low>[^,\s]+?)\s*\.\.\s*(?<high>[^,\s]+))$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();
}
