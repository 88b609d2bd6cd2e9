package lexicon_test

import (
	"testing"

	"matn/clean/internal/lexicon"
)

func TestNotice_BeginsALineOrAPartOfIt(t *testing.T) {
	yes := []string{
		"Page not found", "404 | Page not found - The Harbour Post", "Error 404: the requested URL was not found",
		"Sorry, but the page you are looking for is gone.", "Access denied", "You don't have permission to access this server.",
		"Checking your browser before accessing paper.example", "Sign in to continue reading",
		"عذراً، الصفحة غير موجودة", "عفوا لا توجد نتائج", "الصفحة المطلوبة حُذفت", "يرجى تسجيل الدخول للمتابعة",
		"متاسفانه صفحه مورد نظر یافت نشد", "Erreur 404 : page introuvable", "Désolé, cette page n’existe plus.",
		"Fehler 404", "Die gewünschte Seite wurde nicht gefunden.", "Lo sentimos, la página que busca no existe",
		"Üzgünüz, aradığınız sayfa bulunamadı", "К сожалению, страница не найдена", "ページが見つかりません",
	}
	for _, s := range yes {
		if h, ok := lexicon.Notice(s); !ok || h.ID == "" {
			t.Errorf("Notice(%q) = %v, %v; want a phrase", s, h, ok)
		}
	}
	no := []string{
		"", "404", "The council met on Tuesday and voted for the bridge.",
		"A reader wrote that the link in our letter led to a page not found by anyone.",
		"قال الوزير إن الصفحة الجديدة من العلاقات بدأت", "Police denied access to the square", "صفحة جديدة في تاريخ المدينة",
		"The error was found by a nurse", "Readers signed in to the library to read",
	}
	for _, s := range no {
		if h, ok := lexicon.Notice(s); ok {
			t.Errorf("Notice(%q) = %s, want none", s, h.ID)
		}
	}
}
