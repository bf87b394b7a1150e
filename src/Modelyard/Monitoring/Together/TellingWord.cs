namespace Modelyard.Monitoring;

/// <summary>Represents a word, or a pair of words, that tells texts of now from those of the reference.</summary>
/// <param name="Word">The word.</param>
/// <param name="Reference">The share of the texts of the reference that have it, from 0 to 1.</param>
/// <param name="Current">The share of the texts of now that have it, from 0 to 1.</param>
/// <param name="AdjustedPValue">The chance of such a difference, or a greater one, if nothing had changed, by Fisher's exact test; adjusted for all words by the method of Benjamini and Hochberg.</param>
public sealed record TellingWord(string Word, double Reference, double Current, double AdjustedPValue);
