namespace Modelyard.Preparation.Text;

/// <summary>Receives the terms of a text one after the other.</summary>
internal interface ITermSink
{
    /// <summary>Takes in a term, whose characters are valid during the call only.</summary>
    void Add(ReadOnlySpan<char> term);
}
