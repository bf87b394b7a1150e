namespace Modelyard.Preparation.Text;

/// <summary>Says what the tokens of a text are.</summary>
public enum TextAnalyzer
{
    /// <summary>Words: runs of letters, digits and underscores.</summary>
    Word,

    /// <summary>Characters, blanks among them; of several blanks in a row, one.</summary>
    Character,

    /// <summary>Characters of one word at a time, with a blank before and after it, so that no sequence reaches over the border of a word.</summary>
    CharacterInWords,
}
