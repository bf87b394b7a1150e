using Modelyard.Server.Studio.Content;

namespace Modelyard.Server.Studio.Pages.Home;

/// <summary>Represents something that somebody should look at now.</summary>
/// <param name="Tone">How pressing it is.</param>
/// <param name="Word">What it is, in a word or two.</param>
/// <param name="Text">What it is.</param>
/// <param name="Link">The page where something can be done about it.</param>
/// <param name="Since">Since when, in UTC; null if that is not known.</param>
/// <param name="Next">What to do next; null for nothing in particular.</param>
public sealed record AttentionItem(Tone Tone, string Word, string Text, string Link, DateTime? Since, string? Next = null);
