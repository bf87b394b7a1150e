using System.Text.RegularExpressions;

namespace Modelyard.Tests.Architecture;

/// <summary>Represents the rules of where a type is written down.</summary>
internal static partial class SourceLayout
{
    private static readonly string[] EmptyNames = ["Utils", "Utilities", "Helpers", "Common", "Managers", "Base", "Impl", "Misc", "Shared"];

    /// <summary>Finds what a file breaks.</summary>
    /// <param name="path">The path from the root, such as <c>src/Modelyard/Linear/Ridge.cs</c>.</param>
    /// <param name="text">The text of the file.</param>
    /// <returns>A sentence for each broken rule.</returns>
    public static IReadOnlyList<string> Violations(string path, string text)
    {
        List<string> violations = [];
        string[] parts = path.Split('/');
        string folder = string.Join('.', parts[1..^1]).Replace("Modelyard.Yard", "Modelyard.Lifecycle", StringComparison.Ordinal); // Yard is a type
        string file = parts[^1].Split('.')[0];
        violations.AddRange(parts.Intersect(EmptyNames).Select(name => $"{path}: '{name}' says nothing about what is in the folder."));
        if (NamespaceLine().Match(text) is { Success: true } declared && !Holds(declared.Groups["name"].Value, folder))
        {
            violations.Add($"{path}: the namespace is '{declared.Groups["name"].Value}' and must be '{folder}'.");
        }

        string[] types = [.. PublicType().Matches(text).Select(match => match.Groups["name"].Value + (match.Groups["generic"].Success ? "<>" : "")).Distinct()];
        if (types.Length > 1)
        {
            violations.Add($"{path}: there are {types.Length} public types ({string.Join(", ", types)}) and must be one.");
        }

        // IPersistent<T> stands beside IPersistent, in IPersistentOfT.cs.
        violations.AddRange(types.Where(type => type != file && type != file + "<>" && type.Replace("<>", "OfT", StringComparison.Ordinal) != file)
            .Select(type => $"{path}: the public type '{type}' must be in a file of its name."));
        return violations;
    }

    /// <summary>A sub-folder may have a namespace of its own or keep its parent's, but a room's folder holds that room only.</summary>
    private static bool Holds(string declared, string folder) =>
        declared == folder || (declared != "Modelyard" && folder.StartsWith(declared + ".", StringComparison.Ordinal));

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^public ((static|sealed|abstract|readonly|ref|partial|unsafe) )*(record struct|record class|record|class|struct|interface|enum|delegate [\w<>\[\]?., ]+?) (?<name>\w+)(?<generic><)?", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PublicType();
}
