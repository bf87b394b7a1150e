using System.Text;
using System.Text.RegularExpressions;

namespace Modelyard.Documentation.Pages;

/// <summary>Represents a page of the documentation: its blocks, links, headings and inline code.</summary>
internal sealed partial class Page
{
    private readonly string[] _prose;

    internal Page(string path, string text)
    {
        Path = path;
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        _prose = [.. lines];
        Blocks = FindBlocks(lines, _prose);
    }

    /// <summary>Gets the pages that users and contributors read.</summary>
    internal static IReadOnlyList<Page> All { get; } =
    [
        .. new[] { "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md", "examples/data/README.md" }
            .Concat(Directory.EnumerateFiles(Checkout.PathOf("docs"), "*.md").Select(file => "docs/" + System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal))
            .Select(path => new Page(path, Checkout.Read(path))),
    ];

    /// <summary>Gets the path from the root, with forward slashes.</summary>
    internal string Path { get; }

    internal IReadOnlyList<FencedBlock> Blocks { get; }

    /// <summary>Gets the targets of the links.</summary>
    internal IEnumerable<(int Line, string Target)> Links =>
        _prose.SelectMany((line, i) => Link().Matches(Code().Replace(line, "")).Select(match => (i + 1, match.Groups["it"].Value)));

    /// <summary>Gets the code in single back quotes.</summary>
    internal IEnumerable<(int Line, string Code)> InlineCode =>
        _prose.SelectMany((line, i) => Code().Matches(line).Select(match => (i + 1, match.Groups["it"].Value)));

    /// <summary>Gets the names by which links reach the headings, as GitHub makes them.</summary>
    internal IReadOnlySet<string> Anchors
    {
        get
        {
            var anchors = new HashSet<string>(StringComparer.Ordinal);
            foreach (string heading in _prose.Where(line => Heading().IsMatch(line)))
            {
                string anchor = Anchor(heading.TrimStart('#').Trim());
                for (int copy = 1, own = anchor.Length; !anchors.Add(anchor); copy++)
                {
                    anchor = $"{anchor[..own]}-{copy}";
                }
            }

            return anchors;
        }
    }

    public override string ToString() => Path;

    /// <summary>Finds the blocks, and blanks them in the prose.</summary>
    private static List<FencedBlock> FindBlocks(string[] lines, string[] prose)
    {
        const string Fence = "```";
        var blocks = new List<FencedBlock>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal))
            {
                continue;
            }

            int end = Array.IndexOf(lines, Fence, i + 1);
            end = end < 0 ? throw new InvalidOperationException($"The block that line {i + 1} begins has no end.") : end;
            var block = new FencedBlock(lines[i][Fence.Length..].Trim(), i + 2, lines[(i + 1)..end]);
            bool isOutput = block.Language == "text" && blocks.Count > 0 && blocks[^1].Output is null && BlankFrom(prose, blocks[^1].Line + blocks[^1].Lines.Count, i);
            if (isOutput)
            {
                blocks[^1] = blocks[^1] with { Output = block };
            }
            else
            {
                blocks.Add(block);
            }

            Array.Fill(prose, "", i, end - i + 1);
            i = end;
        }

        return blocks;
    }

    /// <summary>Says whether nothing stands between two blocks.</summary>
    private static bool BlankFrom(string[] prose, int first, int end) => Array.TrueForAll(prose[first..end], string.IsNullOrWhiteSpace);

    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (char c in heading.ToLowerInvariant())
        {
            anchor.Append(char.IsLetterOrDigit(c) || c is '-' or '_' ? c : c == ' ' ? '-' : null);
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"\]\((?<it>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex("(?<!`)`(?<it>[^`]+)`(?!`)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("^#{1,6} ", RegexOptions.None, 1000)]
    private static partial Regex Heading();
}
