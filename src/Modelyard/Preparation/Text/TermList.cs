namespace Modelyard.Preparation.Text;

/// <summary>Keeps the terms of a text as strings.</summary>
internal readonly struct TermList(List<string> terms) : ITermSink
{
    public void Add(ReadOnlySpan<char> term) => terms.Add(term.ToString());
}
