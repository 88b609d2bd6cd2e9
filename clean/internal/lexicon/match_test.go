package lexicon_test

import (
	"fmt"
	"strings"
	"testing"

	"matn/clean/block"
	"matn/clean/internal/lexicon"
)

func TestMatch_NamesChromeLines(t *testing.T) {
	tests := []struct {
		lang, in string
		role     block.Role
		shape    lexicon.Shape
		certain  bool
	}{
		{"ar", "الأكثر قراءة", block.RoleMostRead, lexicon.Whole, true},
		{"ar", "الاكثر قراءه :", block.RoleMostRead, lexicon.Whole, true},
		{"ar", "قد يعجبك أيضا", block.RoleRelated, lexicon.Whole, true},
		{"ar", "اقرأ أيضاً: الحكومة تعلن خطتها", block.RoleRelated, lexicon.Label, true},
		{"ar", "إقرأ المزيد عن الانتخابات", block.RoleRelated, lexicon.Prefix, true},
		{"ar", "شارك برأيك", block.RoleCommentPrompt, lexicon.Whole, true},
		{"ar", "شارك بتعليقك", block.RoleCommentPrompt, lexicon.Whole, true},
		{"ar", "إضافة تعليق جديد", block.RoleCommentPrompt, lexicon.Whole, true},
		{"ar", "لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ *", block.RoleCommentPrompt, lexicon.Prefix, true},
		{"ar", "12 تعليقا", block.RoleCommentPrompt, lexicon.Whole, true},
		{"ar", "مشاركة :", block.RoleShare, lexicon.Whole, false},
		{"ar", "شارك الخبر", block.RoleShare, lexicon.Whole, true},
		{"ar", "فيسبوك | تويتر | واتساب", block.RoleShare, lexicon.List, true},
		{"ar", "فيسبوك 12 تويتر", block.RoleShare, lexicon.List, false},
		{"ar", "يمكنكم الآن متابعة آخر الأخبار مجاناً من خلال حسابنا على تويتر", block.RoleFollow, lexicon.Prefix, true},
		{"ar", "تابعوا أخبار الوطن العربي عبر غوغل نيوز", block.RoleFollow, lexicon.Prefix, true},
		{"ar", "إضغط هنا للإشتراك", block.RoleSubscribe, lexicon.Whole, true},
		{"ar", "النشرة البريدية", block.RoleSubscribe, lexicon.Whole, true},
		{"ar", "الرئيسية / الأولى / عنوان الخبر هنا", block.RoleBreadcrumb, lexicon.Label, false},
		{"en", "If you purchase a product or register for an account through a link on our site, we may receive compensation.", block.RoleLegal, lexicon.Prefix, false},
		{"en", "Follow Coast Daily on Google News and add us as a preferred source to get our expert news.", block.RoleFollow, lexicon.Prefix, false},
		{"all", "عربي,Türkçe,English", block.RoleNavigation, lexicon.List, false},
		{"all", "中文 (简体)", block.RoleNavigation, lexicon.Whole, false},
		{"ar", "إلى الأعلى", block.RoleNavigation, lexicon.Whole, true},
		{"ar", "العودة إلى أعلى الصفحة", block.RoleNavigation, lexicon.Whole, true},
		{"ar", "سياسة اقتصاد رياضة ثقافة", block.RoleNavigation, lexicon.List, false},
		{"ar", "المصدر: صحيفة الغد", block.RoleSource, lexicon.Label, false},
		{"ar", "استطلاع الرأي", block.RolePoll, lexicon.Whole, false},
		{"ar", "هل تؤيد قرار الحكومة الجديد؟", block.RolePoll, lexicon.Prefix, false},
		{"ar", "الكلمات الدلالية: سوريا، روسيا", block.RoleTags, lexicon.Label, false},
		{"ar", "جميع الحقوق محفوظة لصحيفة الغد", block.RoleLegal, lexicon.Prefix, true},
		{"ar", "© 2024 صحيفة الغد. جميع الحقوق محفوظة", block.RoleLegal, lexicon.Prefix, true},
		{"ar", "اتصل بنا", block.RoleFooter, lexicon.Whole, true},
		{"ar", "حالة الطقس", block.RoleWeather, lexicon.Whole, false},
		{"ar", "الطقس", block.RoleWeather, lexicon.Whole, false},
		{"ar", "مواقيت الصلاة", block.RoleWidget, lexicon.Whole, false},
		{"ar", "نشر في: الخميس 14 يوليه 2016 - 9:16 م | آخر تحديث: الخميس 14 يوليه 2016 - 9:16 م", block.RoleDate, lexicon.Label, false},
		{"ar", "تسجيل الخروج", block.RoleLogin, lexicon.Whole, true},
		{"ar", "محتوى ممول", block.RoleAdvert, lexicon.Whole, true},
		{"ar", "رويترز", block.RoleSource, lexicon.Whole, false},

		{"fa", "بیشتر بخوانید:", block.RoleRelated, lexicon.Whole, true},
		{"fa", "پربازدیدترین اخبار", block.RoleMostRead, lexicon.Whole, true},
		{"fa", "نظر خود را بنویسید", block.RoleCommentPrompt, lexicon.Whole, true},
		{"fa", "کد خبر: 123456", block.RoleDate, lexicon.Label, false},
		{"fa", "اشتراک‌گذاری", block.RoleShare, lexicon.Whole, true},
		{"ur", "یہ بھی پڑھیں", block.RoleRelated, lexicon.Whole, true},
		{"ur", "سب سے زیادہ پڑھی جانے والی", block.RoleMostRead, lexicon.Whole, true},
		{"ur", "جملہ حقوق محفوظ ہیں", block.RoleLegal, lexicon.Prefix, true},

		{"en", "Related articles", block.RoleRelated, lexicon.Whole, true},
		{"en", "MOST READ", block.RoleMostRead, lexicon.Whole, true},
		{"en", "Advertisement", block.RoleAdvert, lexicon.Whole, true},
		{"en", "Share this article", block.RoleShare, lexicon.Whole, true},
		{"en", "Facebook Twitter Email Print", block.RoleShare, lexicon.List, true},
		{"en", "Sign up for our newsletter", block.RoleSubscribe, lexicon.Whole, true},
		{"en", "Follow us on Twitter", block.RoleFollow, lexicon.Whole, true},
		{"en", "5 min read", block.RoleDate, lexicon.Whole, true},
		{"en", "Copyright © 2024 The Daily. All rights reserved.", block.RoleLegal, lexicon.Prefix, true},
		{"en", "Skip to main content", block.RoleNavigation, lexicon.Whole, true},
		{"en", "Your email address will not be published. Required fields are marked *", block.RoleCommentPrompt, lexicon.Prefix, true},
		{"fr", "À lire aussi", block.RoleRelated, lexicon.Whole, true},
		{"fr", "Mentions légales", block.RoleLegal, lexicon.Whole, true},
		{"fr", "S'abonner", block.RoleSubscribe, lexicon.Whole, true},
		{"de", "Lesen Sie auch", block.RoleRelated, lexicon.Whole, true},
		{"de", "Datenschutzerklärung", block.RoleLegal, lexicon.Whole, true},
		{"de", "Anzeige", block.RoleAdvert, lexicon.Whole, true},
		{"es", "Te puede interesar", block.RoleRelated, lexicon.Whole, true},
		{"es", "Lo más leído", block.RoleMostRead, lexicon.Whole, true},
		{"tr", "İLGİLİ HABERLER", block.RoleRelated, lexicon.Whole, true},
		{"tr", "En çok okunanlar", block.RoleMostRead, lexicon.Whole, true},
		{"it", "Leggi anche", block.RoleRelated, lexicon.Whole, true},
		{"pt", "Leia também", block.RoleRelated, lexicon.Whole, true},
		{"ru", "Читайте также:", block.RoleRelated, lexicon.Whole, true},
		{"nl", "Lees ook", block.RoleRelated, lexicon.Whole, true},
		{"id", "Baca juga: Berita lain hari ini", block.RoleRelated, lexicon.Label, true},
		{"he", "תגובות", block.RoleCommentPrompt, lexicon.Whole, false},
	}
	for _, tt := range tests {
		t.Run(tt.lang+" "+tt.in, func(t *testing.T) {
			h, ok := lexicon.Match(tt.in)
			if !ok || h.Role != tt.role || h.Shape != tt.shape || h.Cond&lexicon.Certain != 0 != tt.certain {
				t.Errorf("Match(%q) = %v %v %q certain %v, %v; want %v %v certain %v",
					tt.in, h.Role, h.Shape, h.ID, h.Cond&lexicon.Certain != 0, ok, tt.role, tt.shape, tt.certain)
			}
			if ok && !strings.Contains(h.ID, "/"+h.Role.String()) {
				t.Errorf("id %q does not name the role %v", h.ID, h.Role)
			}
		})
	}
}

func TestMatch_ProseSurvives(t *testing.T) {
	tests := []struct{ rule, in string }{
		{"word of a phrase in a sentence", "تسبب الطقس السيئ في إغلاق الطرق الرئيسية أمام حركة المرور في العاصمة"},
		{"phrase in the middle", "وكان الكتاب الأكثر قراءة في البلاد خلال العام الماضي بحسب الناشر"},
		{"whole phrase as a beginning", "الأكثر قراءة في البلاد هو الكتاب الذي صدر العام الماضي عن دار معروفة"},
		{"label word without a separator", "المصدر الذي تحدث إلى الصحيفة قال إن الاتفاق بات قريبا"},
		{"author's verb", "كتب الوزير على صفحته أن الحكومة ستواصل العمل على الملف حتى النهاية"},
		{"follow in a sentence", "تابع الرئيس سير العمل في المشروع خلال جولة ميدانية صباح اليوم"},
		{"share in a sentence", "شارك في المؤتمر وزراء من عشر دول عربية إلى جانب ممثلين عن منظمات دولية"},
		{"vote in a sentence", "صوت المجلس على القرار بالإجماع مساء أمس"},
		{"networks in a sentence", "أعلنت فيسبوك وتويتر وقف الإعلانات السياسية قبل أسبوع من الانتخابات"},
		{"sign up in a sentence", "Sign language is taught in more schools than ever before, the report says"},
		{"related in a sentence", "Related problems were found in four other plants, according to the agency"},
		{"copyright in a sentence", "Copyright law was the subject of the debate that followed on Tuesday"},
		{"comments in a sentence", "Comments by the minister drew sharp criticism from the opposition"},
		{"German", "Anzeigen wegen Betrugs gingen am Montag bei der Polizei ein"},
		{"Turkish", "Paylaşılan bilgilere göre yangın kontrol altına alındı"},
		{"number alone", "2024"},
		{"punctuation", "***"},
		{"empty", ""},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			if h, ok := lexicon.Match(tt.in); ok {
				t.Errorf("Match(%q) = %v %v %q", tt.in, h.Role, h.Shape, h.ID)
			}
		})
	}
}

func TestMatch_LongTextIsOnlyPrefix(t *testing.T) {
	long := strings.Repeat("كلمة ", lexicon.MaxLine/8)
	if h, ok := lexicon.Match(long + "جميع الحقوق محفوظة"); ok {
		t.Errorf("suffix of a long text matched: %+v", h)
	}
	if h, ok := lexicon.Match("جميع الحقوق محفوظة " + long); !ok || h.Shape != lexicon.Prefix {
		t.Errorf("prefix of a long text: %+v, %v", h, ok)
	}
	if h, ok := lexicon.Match("اقرأ أيضا " + long); ok {
		t.Errorf("a short phrase matched a long text: %+v", h)
	}
}

func TestMatch_AllocatesNothing(t *testing.T) {
	lines := []string{
		"وقال الوزير إن الحكومة ستواصل العمل", "الأكثر قراءة", "فيسبوك تويتر واتساب",
		"Follow The Daily on Google", strings.Repeat("The talks went on. ", 60), "© 2024 الغد. جميع الحقوق محفوظة",
	}
	for _, text := range lines {
		if n := testing.AllocsPerRun(100, func() { lexicon.Match(text) }); n != 0 {
			t.Errorf("Match(%q): %v allocations, want 0", text, n)
		}
	}
	prose := "وقال الوزير إن الحكومة ستواصل العمل على الملف: النفط والغاز"
	if n := testing.AllocsPerRun(100, func() {
		lexicon.Byline(prose)
		lexicon.Dateline(prose)
		lexicon.Source(prose)
	}); n != 0 {
		t.Errorf("fields of prose: %v allocations, want 0", n)
	}
}

func TestCond_Allows(t *testing.T) {
	tests := []struct {
		rule string
		cond lexicon.Cond
		at   lexicon.Place
		want bool
	}{
		{"certain needs no place", lexicon.Certain, lexicon.Place{}, true},
		{"empty only names", 0, lexicon.Place{LinkDense: true, Edge: true, NearChrome: true}, false},
		{"any one of several is enough", lexicon.Edge | lexicon.NearChrome, lexicon.Place{NearChrome: true}, true},
		{"none of several", lexicon.Edge | lexicon.NearChrome, lexicon.Place{LinkDense: true}, false},
		{"short alone only names", lexicon.Short, lexicon.Place{Edge: true}, false},
	}
	for _, tt := range tests {
		if got := tt.cond.Allows(tt.at); got != tt.want {
			t.Errorf("%s: Allows = %v, want %v", tt.rule, got, tt.want)
		}
	}
}

func ExampleMatch() {
	for _, line := range []string{"الأكثر قراءة", "Facebook | Telegram | WhatsApp", "كانت الرواية الأكثر قراءة هذا العام"} {
		hit, ok := lexicon.Match(line)
		fmt.Println(ok, hit.Role, hit.Shape)
	}
	// Output:
	// true most-read whole
	// true share list
	// false unknown none
}
