namespace Modelyard.Preparation.Text;

/// <summary>Lists English words that hold sentences together and say little of what a text is about.</summary>
/// <remarks>Words of negation are not among them: whether something is 'not good' matters to many models.</remarks>
public static class EnglishStopWords
{
    /// <summary>Gets the words, in lower case.</summary>
    public static IReadOnlyCollection<string> Words { get; } =
    [
        "a", "about", "after", "again", "also", "am", "an", "and", "any", "are", "as", "at",
        "be", "because", "been", "before", "being", "between", "both", "but", "by",
        "can", "could", "did", "do", "does", "doing", "done", "during",
        "each", "either", "for", "from", "further", "had", "has", "have", "having", "he", "her", "here", "hers", "herself", "him", "himself", "his", "how",
        "i", "if", "in", "into", "is", "it", "its", "itself", "just", "may", "me", "might", "mine", "must", "my", "myself",
        "of", "off", "on", "once", "onto", "or", "other", "our", "ours", "ourselves", "out", "over", "own",
        "shall", "she", "should", "since", "so", "some", "such",
        "than", "that", "the", "their", "theirs", "them", "themselves", "then", "there", "these", "they", "this", "those", "through", "to", "too",
        "under", "until", "up", "upon", "us", "was", "we", "were", "what", "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with",
        "within", "would", "yet", "you", "your", "yours", "yourself", "yourselves",
    ];
}
