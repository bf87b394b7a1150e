using Modelyard.Charts;

namespace Modelyard.Lifecycle.Provenance;

/// <summary>Represents what something came of, or what came of it.</summary>
/// <param name="Title">What is asked of.</param>
/// <param name="Nodes">The nodes, the one that is asked of first.</param>
/// <param name="Links">What came of what.</param>
public sealed record LineageGraph(string Title, IReadOnlyList<LineageNode> Nodes, IReadOnlyList<LineageLink> Links)
{
    private const int MostFacts = 14, Longest = 28;

    /// <summary>Gets the source columns that each input of the model came from, as far as its table tells.</summary>
    public IReadOnlyList<InputOrigin> Columns { get; init; } = [];

    /// <summary>Draws the graph: what was there first on the left.</summary>
    /// <returns>A chart.</returns>
    public DiagramChart ToChart() => new()
    {
        Title = Title,
        Boxes = [.. Nodes.Select((node, number) => new DiagramBox(BoxTitle(node, number)) { Lines = [.. node.Facts.Take(MostFacts).Select(fact => new DiagramLine(fact.Key, Cut(fact.Value)))], Color = (int)node.Kind })],
        Links = [.. Links.Select(link => new DiagramLink(BoxTitle(link.From), BoxTitle(link.To)))],
    };

    private static string Cut(string value) => PlainText.Of(value) is { Length: > Longest } text ? text[..(Longest - 1)] + "…" : PlainText.Of(value);

    // A box is known by its title, which therefore has the number of its node.
    private static string BoxTitle(LineageNode node, int number) => $"{number + 1}  {node.Kind.ToString().ToLowerInvariant()} {Cut(node.Title)}";

    private string BoxTitle(string id)
    {
        int number = Nodes.Index().First(one => one.Item.Id == id).Index;
        return BoxTitle(Nodes[number], number);
    }
}
